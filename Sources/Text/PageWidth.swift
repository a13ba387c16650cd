import Foundation

/// How wide the terminal is, asked anew each time so that a line follows when the window is resized.
package enum TerminalWidth {
  /// What terminals are as long as nobody changes them.
  package static let standard = 80

  /// The columns of the terminal that a descriptor leads to; `standard` where it is none, or does not say.
  package static func columns(of descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return standard }
    return Int(size.ws_col)
  }
}

/// How wide a page of text may be; tables go by it (`TextTable`).
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

  /// The page that is being written. Tables stand deep in what makes a page, which has no other use for its width.
  @TaskLocal package static var current = unlimited

  /// The columns at the moment.
  package var columns: Int? { ask() }
}
