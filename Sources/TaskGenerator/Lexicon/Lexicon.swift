/// The everyday words that all tasks share; few of them, so that a small model meets each one often.
enum Lexicon {
  static let women = [
    "Anna", "Bella", "Clara", "Dora", "Emma", "Fiona", "Gina", "Helen", "Iris", "Julia", "Kate", "Lucy",
    "Maria",
    "Nina", "Olga", "Paula",
  ]
  static let men = [
    "Adam", "Ben", "Carl", "David", "Eric", "Frank", "George", "Henry", "Ivan", "Jack", "Kevin", "Leo",
    "Mark",
    "Noah", "Oscar", "Peter",
  ]
  static let names = women + men

  static let colors = ["red", "blue", "green", "yellow", "black", "white", "brown", "pink", "gray", "purple"]
  static let animals = [
    "cat", "dog", "horse", "cow", "pig", "goat", "duck", "hen", "rabbit", "bear", "lion", "owl",
  ]
  static let foods = [
    "apple", "pear", "plum", "lemon", "banana", "carrot", "onion", "egg", "cake", "pie", "nut", "melon",
  ]
  static let garments = ["hat", "coat", "shirt", "sock", "boot", "glove", "belt", "cap", "skirt", "jacket"]
  static let vehicles = ["car", "train", "boat", "bike", "truck", "ship", "plane", "van"]
  static let tools = ["hammer", "saw", "axe", "drill", "spade", "rake"]
  static let things = [
    "cup", "plate", "spoon", "bowl", "box", "bag", "book", "key", "lamp", "clock", "ball", "letter", "table",
    "chair",
  ]
  /// Things that a person can hold, buy or lose.
  static let belongings =
    garments + ["cup", "plate", "spoon", "bowl", "bag", "book", "key", "lamp", "clock", "ball"]
  /// Everything that can be had in a sentence such as `Anna has a cat`.
  static let possessions = animals + foods + garments + vehicles + tools + things

  static let places = [
    "kitchen", "garden", "garage", "hall", "cellar", "attic", "office", "park", "school", "shop", "library",
    "market", "station", "museum", "barn", "bank",
  ]
  static let cities = [
    "Rome", "Paris", "London", "Berlin", "Madrid", "Oslo", "Vienna", "Athens", "Lisbon", "Dublin",
  ]
  static let jobs = [
    "teacher", "baker", "doctor", "farmer", "driver", "painter", "singer", "cook", "nurse", "pilot",
  ]

  static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November",
    "December",
  ]
  static let ordinals = ["first", "second", "third", "fourth"]

  /// Words that mean nothing, for inferences that must not lean on knowledge.
  static let nonceNouns = ["blip", "zog", "wug", "dax", "fep", "lorp", "mib", "tove"]
}
