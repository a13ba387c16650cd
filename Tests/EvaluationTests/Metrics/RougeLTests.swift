import Foundation
import JSON
import Testing

@testable import Evaluation

/// Against rouge_score and NLTK (Tests/References/evaluation.py).
@Suite struct RougeLTests {
  static let reference: JSONObject? = {
    guard let path = Bundle.module.path(forResource: "rouge", ofType: "json", inDirectory: "Fixtures") else {
      return nil
    }
    return try? JSONDocument.read(path, what: "fixture").object()
  }()

  @Test func stems_areThoseOfNLTK() throws {
    let stems = try #require(try Self.reference?.required("stems").object())
    #expect(stems.members.count > 800)
    for word in stems.keys {
      let stem = PorterStemmer.stem(Array(word.utf8))
      #expect(try stem == stems.required(word).string(), "\(word)")
    }
  }

  @Test func scores_areThoseOfRougeScore() throws {
    let cases = try #require(try Self.reference?.required("cases").array())
    #expect(cases.count == 60)
    for entry in cases {
      let object = try entry.object()
      let (answer, reference) = try (
        object.required("answer").string(), object.required("reference").string()
      )
      let score = RougeL.score(answer, reference)
      #expect(try abs(score - object.required("score").double()) < 1e-12, "\(answer) | \(reference)")
    }
  }
}
