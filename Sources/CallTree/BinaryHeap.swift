/// A binary heap: the element that precedes all others is first.
struct BinaryHeap<Element: Comparable & Sendable>: Sendable {
    private var elements: [Element] = []

    var first: Element? { elements.first }

    mutating func insert(_ element: Element) {
        elements.append(element)
        var place = elements.count - 1
        while place > 0 {
            let parent = (place - 1) / 2
            guard element < elements[parent] else { break }
            elements[place] = elements[parent]
            place = parent
        }
        elements[place] = element
    }

    mutating func removeFirst() -> Element? {
        guard let first = elements.first else { return nil }
        let last = elements.removeLast()
        if !elements.isEmpty { sink(last) }
        return first
    }

    mutating func removeAll() {
        elements.removeAll()
    }

    /// Puts an element in the place of the first and lets it sink to where it belongs.
    private mutating func sink(_ element: Element) {
        let count = elements.count
        var place = 0
        while true {
            var child = 2 * place + 1
            guard child < count else { break }
            if child + 1 < count, elements[child + 1] < elements[child] { child += 1 }
            guard elements[child] < element else { break }
            elements[place] = elements[child]
            place = child
        }
        elements[place] = element
    }
}
