import Foundation

/// How wide the terminal is, asked anew each time so that a line follows when the window is resized.
public enum TerminalWidth {
  /// What terminals are as long as nobody changes them.
  public static let standard = 80

  /// The columns of the terminal that a descriptor leads to; `standard` where it is none, or does not say.
  public static func columns(of descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return standard }
    return Int(size.ws_col)
  }
}
