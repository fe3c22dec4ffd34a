internal import Reports
internal import ServiceHours
internal import Synchronization

/// The moving part of the page, written once for each look at the board and language, however many pages are open.
///
/// What differs from one operator to the next is the secret in the forms alone: a mark stands in its place until the
/// fragment is handed out.
final class LiveFragments: Sendable {
    private struct Variant: Hashable {
        let language: Language
        let hasForms: Bool
    }

    private struct State {
        var sight = 0
        /// Cut at the marks.
        var pieces: [Variant: [String]] = [:]
    }

    private let state = Mutex(State())
    /// Nobody outside can know it, so no alert's text can hold it.
    private let mark = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined(separator: "-")

    /// - Parameters:
    ///   - sight: the number of the look at the board.
    ///   - secret: what the forms carry; nil for a page without forms.
    ///   - draw: writes the fragment with the secret that it is given.
    func text(sight: Int, language: Language, secret: String?, draw: (_ secret: String?) -> String) -> String {
        let variant = Variant(language: language, hasForms: secret != nil)
        // Under the lock: whoever comes meanwhile would do the same work again.
        let pieces = state.withLock { state in
            if state.sight != sight { state = State(sight: sight) }
            if let pieces = state.pieces[variant] { return pieces }
            let text = draw(secret == nil ? nil : mark)
            let pieces = text.split(separator: mark, omittingEmptySubsequences: false).map(String.init)
            state.pieces[variant] = pieces
            return pieces
        }
        return pieces.joined(separator: secret ?? "")
    }
}
