import Autograd
import CInstructions

/// The search for the best class of every row.
///
/// With w = w' + e and h = h' + d, rounded parts and rests, a logit w h is off w' h' by e h + w' d: at most |e| |h| + |w'| |d|
/// (Cauchy and Schwarz). The product of the rounded parts is one of whole numbers and exact; roundings of the logit itself are
/// added to the bound. Where a bound is not a number the class is looked at.
struct ArgmaxSearch {
  private typealias Eight = SIMD8<Float>

  private let layout: ArgmaxLayout
  private let hidden, weight, classBounds: UnsafePointer<Float>
  private let words: UnsafeRawPointer
  private let rounded: UnsafeMutablePointer<Int16>
  private let rowBounds, uppers, lowest, logits: UnsafeMutablePointer<Eight>
  private let classes: UnsafeMutablePointer<SIMD8<Int32>>

  init(_ layout: ArgmaxLayout, _ call: borrowing KernelCall) {
    self.layout = layout
    (hidden, weight, words, classBounds) = (
      call.input(0), call.input(1), UnsafeRawPointer(call.operands[2]), call.input(3)
    )
    let eights = call.scratch.assumingMemoryBound(to: Eight.self)
    rounded = call.scratch.assumingMemoryBound(to: Int16.self)
    rowBounds = eights + layout.hiddenEights
    uppers = rowBounds + layout.boundEights
    lowest = uppers + layout.upperEights
    logits = lowest + layout.groups * layout.threads
    classes = UnsafeMutableRawPointer(logits + layout.groups * layout.threads)
      .assumingMemoryBound(to: SIMD8<Int32>.self)
    for place in 0..<(layout.groups * layout.threads) {
      lowest[place] = Eight(repeating: -.infinity)
      logits[place] = Eight(repeating: -.infinity)
      classes[place] = .zero
    }
  }

  /// Rounds eight rows; rows beyond the last are zero.
  func round(_ group: Int) {
    let start = rounded + group * 8 * layout.rounded
    start.update(repeating: 0, count: 8 * layout.rounded)
    var (steps, norms, errors) = (Eight.zero, Eight.zero, Eight.zero)
    for lane in 0..<min(8, layout.rows - group * 8) {
      let row = RoundedState(
        hidden + (group * 8 + lane) * layout.width, layout.width, largest: layout.largest)
      row.write(to: start + lane * RoundedRows.group, stride: 8 * RoundedRows.group)
      (steps[lane], norms[lane], errors[lane]) = (row.step, row.norm, row.error)
    }
    let bounds = rowBounds + 3 * group
    (bounds[0], bounds[1], bounds[2]) = (steps, norms, errors)
  }

  /// Classes whose rounded rows stay in the innermost cache while groups of rows pass by.
  private static let tile = 16

  /// Writes the upper bounds of some classes, and the best lower bound among them.
  func bound(_ range: Range<Int>, _ part: Int) {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.tile) {
      for group in 0..<layout.groups {
        let bounds = rowBounds + 3 * group
        let (steps, norms, errors) = (bounds[0], bounds[1], bounds[2])
        var best = lowest[part * layout.groups + group]
        for number in start..<min(start + Self.tile, range.upperBound) {
          let (step, error, norm) = (
            classBounds[number * 3], classBounds[number * 3 + 1], classBounds[number * 3 + 2]
          )
          let product = Eight(products(number, group)) * (steps * step)
          // The norms themselves are rounded: they are taken a little larger.
          let distance = (norms * (error + norm * layout.rounding) + errors * (norm + error)) * 0x1.004p0
          let margin = distance + .leastNormalMagnitude
          uppers[group * layout.candidates + number] = product + margin
          best = best.replacing(with: product - margin, where: product - margin .> best)
        }
        lowest[part * layout.groups + group] = best
      }
    }
  }

  /// The products of a class's rounded row with eight rows.
  @inline(__always)
  private func products(_ number: Int, _ group: Int) -> SIMD8<Int32> {
    let count = layout.rounded
    let (w, h) = (words + number * count, rounded + group * 8 * count)
    var i = 0
    if compiledLevel() == 4 {
      var sums = EightWideProducts()
      while i < count {
        prefetchLine(w + i + 2048)
        let pairs = (w + i).loadUnaligned(as: SIMD16<Int16>.self)
        sums.add(SIMD32(lowHalf: (pairs &<< 8) &>> 8, highHalf: pairs &>> 8), h + 8 * i)
        i += RoundedRows.group
      }
      return sums.totals
    }
    var sums = EightProducts()
    while i < count {
      prefetchLine(w + i + 2048)
      let pairs = (w + i).loadUnaligned(as: SIMD16<Int16>.self)
      sums.add((pairs &<< 8) &>> 8, h + 8 * i)
      sums.add(pairs &>> 8, h + 8 * i + 16)
      i += RoundedRows.group
    }
    return sums.totals
  }

  /// Has every thread know the best lower bounds of all.
  func mergeBounds() {
    for group in 0..<layout.groups {
      var best = lowest[group]
      for part in 1..<max(layout.threads, 1) {
        let other = lowest[part * layout.groups + group]
        best = best.replacing(with: other, where: other .> best)
      }
      // No class is looked at for rows that are not there.
      for lane in 0..<8 where group * 8 + lane >= layout.rows { best[lane] = .infinity }
      for part in 0..<layout.threads { lowest[part * layout.groups + group] = best }
    }
  }

  /// Finds the first of the largest logits among some classes, as a search through all of them would: from the first class on,
  /// by what is larger.
  func choose(_ range: Range<Int>, _ part: Int) {
    for group in 0..<layout.groups {
      let place = part * layout.groups + group
      let (needed, uppers) = (lowest[place], uppers + group * layout.candidates)
      if range.lowerBound == 0 {
        for lane in 0..<min(8, layout.rows - group * 8) { logits[place][lane] = logit(group * 8 + lane, 0) }
      }
      for number in range {
        let isBelow = uppers[number] .< needed
        if all(isBelow) { continue }
        for lane in 0..<min(8, layout.rows - group * 8) where !isBelow[lane] {
          let value = logit(group * 8 + lane, number)
          if value > logits[place][lane] {
            logits[place][lane] = value
            classes[place][lane] = Int32(truncatingIfNeeded: number)
          }
        }
      }
    }
  }

  /// A logit, summed as a decoding step's product would.
  private func logit(_ row: Int, _ number: Int) -> Float {
    orderedDot(hidden + row * layout.width, weight + number * layout.width, layout.width)
  }

  /// Takes the best of all threads: of equal ones that of the first.
  func mergeChoices(into output: UnsafeMutablePointer<Int32>) {
    for row in 0..<layout.rows {
      let (group, lane) = (row / 8, row % 8)
      var best = group
      for part in 1..<max(layout.threads, 1) {
        let place = part * layout.groups + group
        if logits[place][lane] > logits[best][lane] { best = place }
      }
      output[row] = classes[best][lane]
    }
  }
}
