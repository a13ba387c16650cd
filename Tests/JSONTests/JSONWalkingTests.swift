import Testing

@testable import JSON

@Suite struct JSONWalkingTests {
  private struct Walked: Equatable {
    var elements: [String] = []
    var places: [String] = []
    var rest = ""
  }

  /// Walks `text` given in pieces of `size` bytes.
  private func walk(_ text: String, key: String?, pieces size: Int, limit: Int = 1 << 20) throws -> Walked {
    var rest = Array(text.utf8)[...]
    var walked = Walked()
    let root = try JSONDocument.walk(
      elementsOf: key, file: "f", limit: limit,
      pieces: {
        if rest.isEmpty { return nil }
        defer { rest = rest.dropFirst(size) }
        return Array(rest.prefix(size))
      },
      { element in
        walked.elements.append("\(element.node)")
        walked.places.append("\(element.location)")
      })
    walked.rest = "\(root.node)"
    return walked
  }

  static let texts: [(text: String, key: String?)] = [
    (
      #"{"a": 1, "list": [1, "two", [3, {"x": "]"}], {"y": "\"}"}, null, true, -1.5e3], "b": {"c": []}}"#,
      "list"
    ),
    ("{\n \"list\": [\n  {\"ä\": \"öß\"}, {\"b\":\n 2}\n ,\"é\", 3\n]\n}\n", "list"),
    ("{\"list\": []}", "list"), ("{}", "list"), ("{\"list\": 5, \"x\": [1]}", "list"), ("[1,2]", "list"),
    ("[{\"a\": 1},\n {\"a\": 2}]", nil), ("[]", nil), ("5", nil), ("{\"a\": [1]}", nil),
    ("{\"list\": [\"\\\\\", \"\\\"]\", \"[\"]}", "list"),
  ]

  @Test(arguments: texts.indices) func elementsAndPlaces_areThoseOfTheWholeTree(_ index: Int) throws {
    let (text, key) = Self.texts[index]
    let tree = try JSONDocument.parse(text.utf8, file: "f")
    let list = key == nil ? tree : (try? tree.object())?[key ?? ""]
    let expected = (try? list?.array()) ?? []
    for size in 1...(text.utf8.count + 1) {
      let walked = try walk(text, key: key, pieces: size)
      #expect(walked.elements == expected.map { "\($0.node)" })
      #expect(walked.places == expected.map { "\($0.location)" })
      if expected.isEmpty { #expect(walked.rest == "\(tree.node)") }
    }
  }

  /// Every cut and many a slip: an error, and where the whole text's parser finds one too, in the same line.
  @Test func brokenTexts_areRefusedWhereTheyAreBroken() throws {
    let text = "{\"a\": [1],\n \"list\": [{\"b\": \"c\"},\n 2, \"d\"],\n \"e\": null}"
    let bytes = Array(text.utf8)
    var broken = (1..<bytes.count).map { Array(bytes.prefix($0)) }
    for index in bytes.indices {
      for byte in [UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","), UInt8(ascii: "\""), 0] {
        var copy = bytes
        copy[index] = byte
        broken.append(copy)
      }
    }
    for bytes in broken {
      let text = String(decoding: bytes, as: UTF8.self)
      let expected = thrownError { _ = try JSONDocument.parse(bytes, file: "f") }
      for size in [1, 7, 200] {
        let found = thrownError { _ = try walk(text, key: "list", pieces: size) }
        #expect((found == nil) == (expected == nil), "\(text)")
        #expect(found?.location?.line == expected?.location?.line, "\(text)")
      }
    }
  }

  @Test func elementsBeyondTheLimit_areRefused() throws {
    let text = "{\"list\": [1, \"\(String(repeating: "x", count: 100))\"]}"
    #expect(try walk(text, key: "list", pieces: 10, limit: 120).elements.count == 2)
    let error = thrownError { _ = try walk(text, key: "list", pieces: 10, limit: 50) }
    #expect(error?.location?.column == 14)
    #expect(error?.problem.contains("more than") == true)
  }
}

/// The error that `body` throws, or `nil`.
private func thrownError(_ body: () throws -> Void) -> JSONError? {
  do {
    try body()
    return nil
  } catch {
    return error as? JSONError
  }
}
