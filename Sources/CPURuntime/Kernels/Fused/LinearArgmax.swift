import Autograd

extension LinearArgmax: CPUOperation {
  func scratchBytes(_ site: KernelSite) -> Int { ArgmaxLayout(self, site).scratchBytes }

  /// First every logit's bounds from the rounded rows, then the logits of those classes alone whose upper bound reaches the
  /// best lower one.
  func makeKernel(_ site: KernelSite) -> Kernel {
    let layout = ArgmaxLayout(self, site)
    return { call in
      let search = ArgmaxSearch(layout, call)
      for group in 0..<layout.groups { search.round(group) }
      call.pool.share(layout.shares, .apart) { thread, number in search.bound(layout.share(number), thread) }
      search.mergeBounds()
      call.pool.split(layout.candidates, grain: 256) { part, classes in search.choose(classes, part) }
      search.mergeChoices(into: call.integerOutput(0))
    }
  }
}

/// The sizes of a search for the best class and the parts of its scratch memory.
struct ArgmaxLayout {
  let rows, width, candidates, threads: Int
  /// Elements of a rounded row.
  let rounded: Int
  /// Eight rows each.
  let groups: Int

  init(_ operation: LinearArgmax, _ site: KernelSite) {
    rows = site.operands[0].shape[0]
    width = site.operands[0].shape[1]
    candidates = operation.candidates
    threads = site.threads
    rounded = RoundedRows.words(width) * 4
    groups = (rows + 7) / 8
  }

  /// Classes that a thread takes at once.
  private static let shareSize = 256
  /// How many shares all candidates are.
  var shares: Int { (candidates + Self.shareSize - 1) / Self.shareSize }
  /// The classes of a share.
  func share(_ number: Int) -> Range<Int> {
    (number * Self.shareSize)..<min((number + 1) * Self.shareSize, candidates)
  }

  // Scratch memory, in eights of 4 bytes, in this order.
  /// The rounded rows, `[groups, 8, rounded]` of 2 bytes.
  var hiddenEights: Int { groups * rounded / 2 }
  /// Step, norm and norm of what rounding took, of every row.
  var boundEights: Int { groups * 3 }
  /// The upper bound of every logit, `[groups, candidates, 8]`.
  var upperEights: Int { groups * candidates }
  /// The best lower bound of every row, then the best logit and its class, for each thread.
  var bestEights: Int { groups * 3 * threads }
  var scratchBytes: Int { (hiddenEights + boundEights + upperEights + bestEights) * 32 }

  /// The largest rounded element of a hidden state: sums of products with a row must fit 32 bits.
  var largest: Int { min(Int(Int16.max), Int(Int32.max) / (RoundedRows.largest * max(rounded, 1))) }

  /// By how much of both norms' product a logit may be off its exact value, as it is summed and as its bounds are: no more
  /// roundings than that touch a term.
  var rounding: Float { Float(width / RowProduct.lanes + 32) * 0x1.1p-24 }
}
