import Testing

@testable import Benchmarking

@Suite struct CoreListTests {
  @Test(arguments: [
    ("0", [0]), ("0-1", [0, 1]), ("0-2,5,7-8", [0, 1, 2, 5, 7, 8]), ("3,1", [3, 1]),
  ])
  func reads(text: String, cores: [Int]) {
    #expect(CoreList(text)?.cores == cores)
  }

  @Test(arguments: [
    "", "-", "a", "1-", "2-1", "-1", "1--2", "1,,2", "0-1-2", "0-99999999999999999999", "0-99999999",
  ])
  func refuses(text: String) {
    #expect(CoreList(text) == nil)
  }

  @Test func takesTheFirst() {
    #expect(CoreList("2-5,9")?.prefix(2).description == "2,3")
    #expect(CoreList("2")?.prefix(4).description == "2")
    #expect(CoreList("2")?.prefix(-1).cores == [])
  }
}
