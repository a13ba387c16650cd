/// How threads share a part of C: in runs of units, a unit being a panel of rows by some panels of columns (a
/// tile of the macro-kernel).
///
/// Units lie group of columns by group of columns, so that a run's panels of B stay in the second-level cache
/// while rows pass by.
struct PackedTiles {
  /// The number of runs.
  var count: Int { shares * runs.count }
  /// Whether units of the same rows are in several groups of columns.
  var dividesColumns: Bool { groups > 1 }

  private let rows, columns: Int
  /// Panels of the rows and of the columns, and the groups of the columns'.
  private let rowPanels, columnPanels, groups: Int
  /// Shares of the units, one for each thread to begin with where columns are not divided, and the runs of
  /// the longest.
  private let shares: Int
  private let runs: ShorteningRuns

  /// Panels of rows that a run has at most where a thread copies or touches them itself: they stay in the
  /// second-level cache.
  private static let panelsOfRows = 8
  /// Units for each thread where columns are divided.
  private static let unitsOfThread = 64
  /// Columns of a group at most: half a mebibyte of panels.
  private static let groupColumns = 256

  /// - Parameter sharesLeft: whether the panels of all rows are there.
  init(rows: Int, columns: Int, threads: Int, sharesLeft: Bool) {
    (self.rows, self.columns) = (rows, columns)
    rowPanels = Self.parts(rows, PackedProduct.blockRows)
    columnPanels = Self.parts(columns, PackedProduct.blockColumns)
    if Self.dividesColumns(rows: rows, threads: threads) {
      let width = rowPanels * columnPanels / (Self.unitsOfThread * threads)
      groups = Self.parts(columnPanels, max(1, min(width, Self.groupColumns / PackedProduct.blockColumns)))
    } else {
      groups = 1
    }
    let units = rowPanels * groups
    shares = groups > 1 ? 1 : max(1, min(threads, rowPanels))
    // A thread that has done its share takes runs of another's: two are then at work on it.
    runs = ShorteningRuns(
      items: Self.parts(units, shares), threads: groups > 1 ? threads : min(threads, 2),
      longest: sharesLeft ? max(units, 1) : Self.panelsOfRows)
  }

  /// How threads take runs: each begins with rows of its own where columns are not divided. What made those
  /// rows and what reads them next divides them likewise, so that they stay in its core's caches.
  var order: ThreadPool.SharingOrder { dividesColumns ? .together : .apart }

  /// Whether rows are so few that not every thread has two long runs of them, and columns are divided as well.
  ///
  /// Threads then read panels of rows that others have copied. Where their cores have no cache in common (two
  /// groups of cores of an EPYC, two sockets), a line takes seven times as long from core to core, and a
  /// product of 1,024 rows a fifth longer; a thread that multiplies the rows it has copied loses a hundredth.
  static func dividesColumns(rows: Int, threads: Int) -> Bool {
    let panels = parts(rows, PackedProduct.blockRows)
    return threads > 1 && parts(panels, panelsOfRows) <= threads
  }

  /// Calls `body` with the rows and columns of each rectangle of a run.
  @inline(__always)
  func forEach(_ number: Int, _ body: (_ rows: Range<Int>, _ columns: Range<Int>) -> Void) {
    let share = ThreadPool.range(number / runs.count, of: shares, count: rowPanels * groups)
    let run = runs[number % runs.count]
    var unit = share.lowerBound + run.lowerBound
    // Shares differ by a unit: a shorter one's last run may have none.
    let last = min(share.lowerBound + run.upperBound, share.upperBound)
    while unit < last {
      let (group, first) = (unit / rowPanels, unit % rowPanels)
      let end = min(first + last - unit, rowPanels)
      let panels = ThreadPool.range(group, of: groups, count: columnPanels)
      body(
        first * PackedProduct.blockRows..<min(end * PackedProduct.blockRows, rows),
        panels.lowerBound
          * PackedProduct.blockColumns..<min(
            panels.upperBound * PackedProduct.blockColumns, columns))
      unit += end - first
    }
  }

  /// How many parts of at most `width` make up `count`.
  private static func parts(_ count: Int, _ width: Int) -> Int { (count + width - 1) / width }
}
