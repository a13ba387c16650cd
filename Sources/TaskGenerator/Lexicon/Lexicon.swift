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
  /// Everything that can be had in a sentence such as `Anna has a cat`.
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
