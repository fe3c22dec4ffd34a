import JSONText
import Testing

struct JSONPointerTests {
    private let document = #"""
        {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8,
         "deep": [{"état": null}]}
        """#

    /// The table of RFC 6901, section 5.
    @Test(arguments: [
        ("/foo/0", "bar"), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"), ("/e^f", "3"), ("/g|h", "4"), ("/i\\j", "5"),
        ("/k\"l", "6"), ("/ ", "7"), ("/m~0n", "8"),
    ])
    func `finds what the standard's own examples find`(pointer: String, text: String) throws {
        #expect(try read(document).value(at: JSONPointer(pointer))?.scalarText == text)
    }

    @Test func `the empty pointer is the whole, and null is a value`() throws {
        let value = try read(document)
        #expect(try value.value(at: JSONPointer("")) == value)
        #expect(try value.value(at: JSONPointer("/deep/0/état")) == .null)
    }

    @Test(arguments: [
        "/foo/2", "/foo/-", "/foo/01", "/foo/-1", "/foo/99999999999999999999", "/foo/0/x", "/nothing", "//", "/foo/",
        "/deep/état",
    ])
    func `finds nothing where nothing is`(pointer: String) throws {
        #expect(try read(document).value(at: JSONPointer(pointer)) == nil)
    }

    @Test func `refuses what is no pointer`() {
        #expect(throws: JSONPointerError.noSlash) { try JSONPointer("foo") }
        #expect(throws: JSONPointerError.wrongEscape) { try JSONPointer("/a~2") }
        #expect(throws: JSONPointerError.wrongEscape) { try JSONPointer("/a~") }
    }
}
