/// A kind of thing with the words that belong to it and to no other kind.
struct Kind: Sendable, Equatable {
  /// The kind's name, such as `animal`.
  let name: String
  /// The words, all of which take an article, except for colors.
  let members: [String]

  static let animal = Kind(name: "animal", members: Lexicon.animals)
  static let food = Kind(name: "food", members: Lexicon.foods)
  static let garment = Kind(name: "garment", members: Lexicon.garments)
  static let vehicle = Kind(name: "vehicle", members: Lexicon.vehicles)
  static let tool = Kind(name: "tool", members: Lexicon.tools)
  static let color = Kind(name: "color", members: Lexicon.colors)

  /// The kinds whose members can be had: `Anna has a cat`.
  static let ofObjects = [animal, food, garment, vehicle, tool]
  /// All kinds.
  static let all = ofObjects + [color]

  var plural: String { "\(name)s" }
}
