import Foundation

/// The widths that the columns of a table get on a page.
///
/// Texts are cut before columns go, from the right, since what a row is about stands to the left, and none
/// below `leastText`; numbers are shown whole or not at all. The first column always stays.
package struct TableFit {
  /// What stands behind the titles where columns are left out.
  package static let sign = "  …"
  /// Columns of a text that is cut as long as there are other columns that could go.
  private static let leastText = 16
  private static let gap = 2

  /// The widths of the columns that are shown: the first ones of the table.
  package let widths: [Int]
  /// Whether that is all of them.
  package let isWhole: Bool

  /// The width of the table without its sign.
  package var total: Int { Self.total(widths) }

  /// Widths for a page.
  /// - Parameters:
  ///   - natural: the columns' widths where there is room for all.
  ///   - isText: which columns may be cut.
  ///   - room: the columns of the page; `nil` is any.
  package init(_ natural: [Int], isText: [Bool], room: Int?) {
    guard let room, Self.total(natural) > room, !natural.isEmpty else {
      (widths, isWhole) = (natural, true)
      return
    }
    for count in stride(from: natural.count, to: 0, by: -1) {
      let isAll = count == natural.count
      let least = count > 1 ? Self.leastText : 1
      let space = room - (isAll ? 0 : Self.sign.count)
      if let found = Self.cut(Array(natural.prefix(count)), isText, to: space, least: least) {
        (widths, isWhole) = (found, isAll)
        return
      }
    }
    // A first column of numbers, or no room at all.
    (widths, isWhole) = ([max(1, min(natural[0], room - Self.sign.count))], natural.count == 1)
  }

  private static func total(_ widths: [Int]) -> Int {
    widths.reduce(0, +) + gap * max(0, widths.count - 1)
  }

  /// The widths with texts cut to fit; `nil` where that is not enough.
  private static func cut(_ natural: [Int], _ isText: [Bool], to room: Int, least: Int) -> [Int]? {
    var widths = natural
    var excess = total(widths) - room
    for column in widths.indices.reversed() where isText[column] && excess > 0 {
      let taken = min(excess, max(0, widths[column] - least))
      widths[column] -= taken
      excess -= taken
    }
    return excess > 0 ? nil : widths
  }
}

/// How wide the terminal is, asked anew each time so that a line follows when the window is resized.
package enum TerminalWidth {
  /// What terminals are unless somebody changes them.
  package static let standard = 80

  /// The columns of the terminal that a descriptor leads to; `standard` where it is none, or does not say.
  package static func columns(of descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return standard }
    return Int(size.ws_col)
  }
}

/// How wide a page of text may be; tables are fitted to it (`TextTable`).
package struct PageWidth: Sendable {
  private let ask: @Sendable () -> Int?

  /// A width that is asked for whenever a table is laid out; `nil` is any.
  package init(_ ask: @escaping @Sendable () -> Int?) { self.ask = ask }

  /// As wide as it comes, for files and pipes.
  package static let unlimited = PageWidth { nil }

  /// That of the terminal that a descriptor leads to; unlimited where it leads to none.
  package static func terminal(_ descriptor: Int32) -> PageWidth {
    PageWidth { isatty(descriptor) == 1 ? TerminalWidth.columns(of: descriptor) : nil }
  }

  /// The page that is being written. Tables stand deep in what makes a page, which has no other use for its
  /// width.
  @TaskLocal package static var current = unlimited

  /// The columns at the moment.
  package var columns: Int? { ask() }
}
