import Foundation
import Testing

@testable import Autograd

@Suite struct RelativePositionSchemeTests {
  /// A table made by Tests/References/relative_position.py.
  struct Table: Decodable {
    let buckets: Int
    let maximumDistance: Int
    let isBidirectional: Bool
    let firstOffset: Int
    let bucketsByOffset: [Int]
  }

  @Test func bucketsEqualTheReference() throws {
    let file = try #require(
      Bundle.module.url(forResource: "relative_position", withExtension: "json", subdirectory: "Fixtures"))
    let tables = try JSONDecoder().decode([Table].self, from: Data(contentsOf: file))
    #expect(tables.count == 8)
    for table in tables {
      let scheme = RelativePositionScheme(
        buckets: table.buckets, maximumDistance: table.maximumDistance, isBidirectional: table.isBidirectional
      )
      let actual = table.bucketsByOffset.indices.map { scheme.bucket(forOffset: table.firstOffset + $0) }
      #expect(actual == table.bucketsByOffset, "\(scheme)")
    }
  }

  @Test func defaultsAreThoseOfEveryPublishedModel() {
    #expect(
      "\(RelativePositionScheme(isBidirectional: true))" == "buckets: 32, maximumDistance: 128, bidirectional"
    )
    #expect(
      "\(RelativePositionScheme(isBidirectional: false))" == "buckets: 32, maximumDistance: 128, causal")
  }
}
