/// Runs of items that threads take as they come, long ones first and then ever shorter ones (guided
/// self-scheduling), so that all threads end at about the same time however fast each of them is.
///
/// In each round every thread may take one of as many equal runs as there are threads, which together are
/// half of what is left: "factoring" (Hummel, Schonberg and Flynn 1992).
struct ShorteningRuns {
  /// The number of runs.
  let count: Int
  private let items, threads, longest: Int
  /// Runs of the greatest length, before they get shorter.
  private let longRuns: Int

  /// - Parameter longest: the most items of a run.
  init(items: Int, threads: Int, longest: Int) {
    (self.items, self.threads, self.longest) = (items, threads, longest)
    longRuns = threads == 1 ? items / longest : max(0, items - 2 * threads * longest) / longest
    var (left, count) = (items - longRuns * longest, longRuns)
    while left > 0 {
      let round = Self.round(left, threads, longest)
      count += round.runs
      left -= min(left, round.runs * round.length)
    }
    self.count = count
  }

  /// The items of a run.
  subscript(_ number: Int) -> Range<Int> {
    if number < longRuns { return number * longest..<(number + 1) * longest }
    var (start, before) = (longRuns * longest, longRuns)
    while true {
      let round = Self.round(items - start, threads, longest)
      if number < before + round.runs {
        let first = start + (number - before) * round.length
        return first..<min(first + round.length, items)
      }
      start += round.runs * round.length
      before += round.runs
    }
  }

  /// The runs of a round with `left` items left, and their length.
  private static func round(_ left: Int, _ threads: Int, _ longest: Int) -> (runs: Int, length: Int) {
    if threads == 1 { return (1, left) }
    let length = min(longest, (left + 2 * threads - 1) / (2 * threads))
    return (min(threads, (left + length - 1) / length), length)
  }
}
