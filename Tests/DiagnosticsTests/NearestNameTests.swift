import Testing

@testable import Diagnostics

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "abd", 1), ("abc", "ab", 1),
    ("abc", "xabc", 1), ("kitten", "sitting", 3), ("trian", "train", 1), ("ca", "abc", 3), ("äb", "ab", 1),
  ])
  func editDistance(_ a: String, _ b: String, _ distance: Int) {
    #expect(NearestName.editDistance(Array(a), Array(b)) == distance)
    #expect(NearestName.editDistance(Array(b), Array(a)) == distance)
  }

  /// All words of up to three letters over an alphabet of two.
  @Test func editDistance_isWithinItsBounds() {
    var words = [""]
    for length in 1...3 { words += words.filter { $0.count == length - 1 }.flatMap { [$0 + "a", $0 + "b"] } }
    for a in words {
      for b in words {
        let distance = NearestName.editDistance(Array(a), Array(b))
        #expect((distance == 0) == (a == b))
        #expect(distance >= abs(a.count - b.count) && distance <= max(a.count, b.count))
        #expect(distance == NearestName.editDistance(Array(b), Array(a)))
      }
    }
  }

  @Test(
    arguments: [
      ("stpes", ["steps", "seed"], "steps"), ("Steps", ["steps"], "steps"), ("x", ["steps"], nil),
      ("learning_rate", ["learningRate", "warmupSteps"], "learningRate"), ("a", [], nil),
      ("bat", ["cat", "bad"], "bad"), ("", ["ab"], nil),
    ] as [(String, [String], String?)])
  func suggestion(_ name: String, _ candidates: [String], _ expected: String?) {
    #expect(NearestName.suggestion(for: name, in: candidates) == expected)
    #expect(NearestName.suggestion(for: name, in: candidates.reversed()) == expected)
  }

  @Test(arguments: [
    ("*", "", 0), ("*", "abc", 0), ("a*c", "abbc", 0), ("a?c", "abc", 0), ("a?c", "ac", 1), ("x*c", "abc", 1),
    ("*z", "abc", 1), ("", "ab", 2),
  ])
  func wildcardsCostNothing(_ pattern: String, _ name: String, _ distance: Int) {
    let wildcards = NearestName.Wildcards(any: "*", one: "?")
    #expect(NearestName.editDistance(Array(pattern), Array(name), wildcards: wildcards) == distance)
  }

  @Test func advice_onAPattern_namesWhatItNearlyMatches() {
    func advice(_ name: String) -> String {
      NearestName.advice(for: name, in: ["steps_a", "seed"], wildcards: .init(any: "*", one: "?"))
    }
    #expect(advice("stpes*") == "It nearly matches 'steps_a'." && advice("seeds") == "Did you mean 'seed'?")
    #expect(advice("xyz*") == "Valid names: seed, steps_a.")
  }

  @Test func advice_namesTheNearest_orAll() {
    #expect(NearestName.advice(for: "stpes", in: ["steps", "seed"]) == "Did you mean 'steps'?")
    #expect(NearestName.advice(for: "x", in: ["steps", "seed"]) == "Valid names: seed, steps.")
    #expect(NearestName.advice(for: "x", in: []) == "There are no valid names here.")
    let many = (10..<30).map { "name-\($0)" }
    #expect(NearestName.advice(for: "x", in: many).hasSuffix("name-21, and 8 more."))
  }
}
