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
