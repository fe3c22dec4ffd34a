/// Compares secrets without telling by its duration how much of a guess was right.
enum ConstantTime {
    static let lengthLimit = 512

    /// A secret in the form in which it is compared: 512 bytes and its length, whatever it is.
    struct Secret: Sendable {
        fileprivate let bytes: [UInt8]
        fileprivate let count: Int

        /// A secret beyond the limit equals none within it.
        init(_ secret: [UInt8]) {
            let head = secret.prefix(lengthLimit)
            bytes = head + Array(repeating: 0, count: lengthLimit - head.count)
            count = secret.count
        }

        /// Equals no secret at all, and takes as long to compare as any.
        static let none = Secret(count: -1)

        private init(count: Int) {
            bytes = Array(repeating: 0, count: lengthLimit)
            self.count = count
        }
    }

    /// Always looks at all bytes of both.
    static func areEqual(_ left: Secret, _ right: Secret) -> Bool {
        var difference = left.count ^ right.count
        for (leftByte, rightByte) in zip(left.bytes, right.bytes) {
            difference |= Int(leftByte ^ rightByte)
        }
        return difference == 0
    }
}
