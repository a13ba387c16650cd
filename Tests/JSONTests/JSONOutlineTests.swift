import Testing

@testable import JSON

@Suite struct JSONOutlineTests {
  private func outline(_ text: String, isWhole: Bool = true, telling: Set<String> = []) -> JSONOutline {
    JSONOutline(of: Array(text.utf8), isWhole: isWhole, telling: telling, file: "f")
  }

  @Test(arguments: [
    ("[{\"a\": 1}]", JSONOutline.Top.array), (" [", .array), ("{\"a\": 1}", .object),
    ("{\"a\": 1}\n", .object),
    ("{\"a\": 1}\n{\"a\": 2}", .lines), ("{\"a\": 1},\n{\"a\": 2}", .lines),
    ("{\"a\": 1} {\"a\": 2}", .sequence),
    ("{\"a\":\n 1}\n{\"a\": 2}", .sequence), ("{\"a\": 1}\r{\"a\": 2}", .sequence), ("", .other),
    ("7", .other),
    ("x", .other), ("{\"a\": [1, 2", .object),
  ])
  func topIsTold(_ text: String, _ top: JSONOutline.Top) {
    #expect(outline(text).top == top)
  }

  @Test func aTextThatGoesOnHasMoreThanItsFirstObject() {
    #expect(outline("{\"a\": 1}\n", isWhole: false).top == .lines)
  }

  @Test func listsOfObjectsAreFoundWithTheirFirstElement() throws {
    let found = outline("{\"v\": [1], \"data\": [{\"q\": \"x\"}, {\"q\": \"y\"}], \"more\": [{\"q\": \"z\"")
    #expect(found.keys == ["v", "data", "more"])
    #expect(found.arrays.map(\.key) == ["data", "more"])
    #expect(found.arrays[0].first?.path == "data[0]")
    #expect(try found.arrays[0].first?.object()["q"]?.string() == "x")
    #expect(found.arrays[1].first == nil)
    #expect(found.first == nil)
  }

  @Test func aTellingKeyEndsTheLook() {
    let found = outline("{\"x\": 1, \"Definition\": \"d\", \"y\": 2}", telling: ["Definition"])
    #expect(found.hasTellingKey)
    #expect(found.keys == ["x", "Definition"])
  }
}
