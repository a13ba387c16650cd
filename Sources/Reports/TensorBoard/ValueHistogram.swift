/// How values are distributed, in buckets whose limits grow by a tenth, as TensorFlow's do.
struct ValueHistogram: Equatable {
  /// The values up to `limit` that no bucket before has.
  struct Bucket: Equatable {
    let limit: Double
    let count: Int
  }

  let minimum: Double
  let maximum: Double
  let count: Int
  let sum: Double
  let sumOfSquares: Double
  let buckets: [Bucket]

  /// The histogram of sizes, which are not negative; `nil` where none is finite.
  init?(_ sizes: [Double]) {
    let sizes = sizes.filter { $0.isFinite && $0 >= 0 }.sorted()
    guard let minimum = sizes.first, let maximum = sizes.last else { return nil }
    self.minimum = minimum
    self.maximum = maximum
    count = sizes.count
    sum = sizes.reduce(0, +)
    sumOfSquares = sizes.reduce(0) { $0 + $1 * $1 }
    var buckets: [Bucket] = []
    var rest = sizes[...]
    var limit = 1e-12
    // The first bucket begins below the least value, so that readers know where it lies.
    while limit * 1.1 < minimum { limit *= 1.1 }
    while true {
      let inside = rest.prefix { $0 <= limit }
      buckets.append(Bucket(limit: limit, count: inside.count))
      rest = rest.dropFirst(inside.count)
      if rest.isEmpty { break }
      limit *= 1.1
    }
    self.buckets = buckets
  }
}
