import JSON

/// Values of a `config.json`, each within what can be believed of it.
enum ConfigurationValue {
  /// The most rows of the embedding that are believed.
  static let largestVocabulary = 1 << 31
  /// The largest other dimension that is believed: no product of them leaves a machine integer.
  static let largestDimension = 1 << 20
  /// The most blocks that are believed.
  static let mostLayers = 1 << 12

  static func dimension(_ field: JSONField) throws(JSONError) -> Int {
    try integer(field, in: 1...largestDimension)
  }

  static func layerCount(_ field: JSONField) throws(JSONError) -> Int {
    try integer(field, in: 1...mostLayers)
  }

  static func integer(_ field: JSONField, in range: ClosedRange<Int>) throws(JSONError) -> Int {
    let value = try field.integer()
    if range.contains(value) { return value }
    throw field.invalid(value, mustBe: "between \(range.lowerBound) and \(range.upperBound)")
  }

  static func dropoutRate(_ field: JSONField) throws(JSONError) -> Double {
    let value = try field.double()
    if value >= 0, value < 1 { return value }
    throw field.invalid(value, mustBe: "at least 0 and below 1")
  }

  static func positive(_ field: JSONField) throws(JSONError) -> Double {
    let value = try field.double()
    if value > 0 { return value }
    throw field.invalid(value, mustBe: "more than 0")
  }

  static func tokenID(_ field: JSONField, _ vocabularySize: Int) throws(JSONError) -> Int {
    let value = try field.integer()
    if (0..<vocabularySize).contains(value) { return value }
    throw field.invalid(value, mustBe: "a token of the vocabulary, between 0 and \(vocabularySize - 1)")
  }
}
