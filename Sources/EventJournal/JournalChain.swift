// The chain of hashes
// ===================
//
// The hash of a row is the SHA-256 of these bytes, numbers big-endian, signed ones in two's complement:
//
//   offset  bytes  what
//        0     32  hash of the row before; 32 zero bytes for row 1
//       32      8  sequence (signed)
//       40      8  instant, microseconds since 1970 (signed)
//       48      1  kind of the subject; 0 when the row has none
//       49      8  id of the subject (signed); 0 when the row has none
//       57      1  standing: 0 continues, 1 opens, 2 closes
//       58      2  kind of the event
//       60      1  version of the payload
//       61      4  length n of the payload
//       65      n  payload
//     65+n      4  number k of texts
//     69+n   32·k  SHA-256 of each text, in order
//
// Every variable part follows its length, so no two rows share their bytes. The bodies of the texts are not covered,
// only their digests: a text can be erased and the chain still holds, and one that was changed differs from its key.
//
// This layout is part of the format of a journal and never changes for rows that exist.

/// Hashes rows one after the other. Holds a buffer, so that a row costs no allocation of its own.
struct JournalChain {
    private var bytes: [UInt8] = []

    mutating func hash(
        after previous: JournalDigest, sequence: Int64, of entry: JournalEntry, textDigests: [JournalDigest]
    ) -> JournalDigest {
        start(after: previous, sequence: sequence, instant: entry.instant, subject: entry.subject)
        return finish(
            standing: entry.standing, kind: entry.kind, version: entry.version, payload: entry.payload,
            textDigests: textDigests)
    }

    /// The hash that a row read back ought to have.
    mutating func hash(after previous: JournalDigest, of row: JournalRow) -> JournalDigest {
        start(after: previous, sequence: row.sequence, instant: row.instant, subject: row.subject)
        return finish(
            standing: row.standing, kind: row.kind, version: row.version, payload: row.payload,
            textDigests: row.textDigests)
    }

    private mutating func start(
        after previous: JournalDigest, sequence: Int64, instant: Int64, subject: JournalSubject?
    ) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: previous)
        bytes.append(bigEndian: sequence)
        bytes.append(bigEndian: instant)
        bytes.append(subject?.kind ?? 0)
        bytes.append(bigEndian: subject?.id ?? 0)
    }

    private mutating func finish(
        standing: JournalStanding, kind: UInt16, version: UInt8, payload: [UInt8], textDigests: [JournalDigest]
    ) -> JournalDigest {
        bytes.append(standing.rawValue)
        bytes.append(bigEndian: kind)
        bytes.append(version)
        // SQLite refuses values of 1 GB and more, so a length always fits.
        bytes.append(bigEndian: UInt32(truncatingIfNeeded: payload.count))
        bytes.append(contentsOf: payload)
        bytes.append(bigEndian: UInt32(truncatingIfNeeded: textDigests.count))
        for digest in textDigests { bytes.append(contentsOf: digest) }
        return bytes.withUnsafeBytes { JournalDigest(of: $0) }
    }
}

extension [UInt8] {
    fileprivate mutating func append<Number: FixedWidthInteger>(bigEndian number: Number) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }

    mutating func append(contentsOf digest: JournalDigest) {
        digest.withUnsafeBytes { append(contentsOf: $0) }
    }
}
