/// The everyday words that all tasks share; few of them, so that a small model meets each one often.
enum Lexicon {
  static let women = [
    "Anna", "Bella", "Clara", "Dora", "Emma", "Gina", "Helen", "Julia", "Kate", "Lucy", "Maria", "Nina",
  ]
  static let men = [
    "Adam", "Ben", "Carl", "David", "Eric", "Frank", "Henry", "Jack", "Leo", "Mark", "Oscar", "Peter",
  ]
  static let names = women + men

  static let colors = ["red", "blue", "green", "yellow", "black", "white", "brown", "pink"]
  static let animals = ["cat", "dog", "horse", "cow", "pig", "duck", "hen", "owl"]
  static let foods = ["apple", "pear", "plum", "lemon", "carrot", "onion", "egg", "cake"]
  static let garments = ["hat", "coat", "shirt", "sock", "boot", "belt", "cap", "jacket"]
  static let vehicles = ["car", "train", "boat", "bike", "truck", "ship"]
  static let tools = ["hammer", "saw", "axe", "drill", "spade", "rake"]
  static let things = [
    "cup", "plate", "spoon", "bowl", "box", "bag", "book", "key", "lamp", "clock", "ball", "letter",
  ]
  /// Things that a person can hold, buy or lose.
  static let belongings =
    garments + ["cup", "plate", "spoon", "bowl", "bag", "book", "key", "lamp", "clock", "ball"]
  /// Everything that somebody can have in a sentence such as `Anna has a cat`.
  static let possessions = animals + foods + garments + vehicles + tools + things

  static let places = [
    "kitchen", "garden", "garage", "hall", "cellar", "office", "park", "school", "shop", "market", "barn",
    "bank",
  ]
  static let cities = ["Rome", "Paris", "London", "Berlin", "Madrid", "Oslo", "Vienna", "Athens"]
  static let jobs = ["teacher", "baker", "doctor", "farmer", "driver", "painter", "cook", "nurse"]

  static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]
  static let ordinals = ["first", "second", "third", "fourth"]

  /// Words that mean nothing, for inferences that must not lean on knowledge.
  static let nonceNouns = ["blip", "zog", "wug", "dax", "fep", "mib"]
}

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

  /// The kinds whose members somebody can have: `Anna has a cat`.
  static let ofObjects = [animal, food, garment, vehicle, tool]
  /// All kinds.
  static let all = ofObjects + [color]

  var plural: String { "\(name)s" }
}

/// A regular verb that takes a thing: `Anna washes the cup`, `Anna washed the cup`.
struct Verb: Sendable {
  let third: String
  let past: String

  static let regular = [
    Verb(third: "washes", past: "washed"), Verb(third: "paints", past: "painted"),
    Verb(third: "cleans", past: "cleaned"), Verb(third: "borrows", past: "borrowed"),
    Verb(third: "moves", past: "moved"), Verb(third: "lifts", past: "lifted"),
    Verb(third: "pushes", past: "pushed"),
    Verb(third: "pulls", past: "pulled"), Verb(third: "packs", past: "packed"),
    Verb(third: "drops", past: "dropped"),
    Verb(third: "orders", past: "ordered"), Verb(third: "wraps", past: "wrapped"),
  ]
}
