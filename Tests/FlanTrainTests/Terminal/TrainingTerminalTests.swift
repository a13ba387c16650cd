import Foundation
import Testing

/// Trainings as a terminal shows them: what stays in its history, whatever its width.
@Suite(.enabled(if: TerminalPane.tmux != nil)) struct TrainingTerminalTests {
  private static func world(steps: Int) throws -> SmallWorld {
    let world = try SmallWorld()
    try world.edit("recipe.json", "\"train\": {\"steps\": 6,", "\"train\": {\"steps\": \(steps),")
    try world.edit("recipe.json", "\"every\": 3, \"heldOut", "\"every\": 20, \"heldOut")
    try world.edit("recipe.json", "\"checkpoint\": {\"every\": 2,", "\"checkpoint\": {\"every\": 20,")
    return world
  }

  private static func script(_ arguments: String) -> String {
    // The shell says its number, which is then the command's.
    "sh -c 'echo $$ > pid; exec \"$0\" \"$@\"' '\(Command.executable)' \(arguments)"
  }

  /// A line of a training's or an evaluation's bar, with the bar itself or, where it is narrow, without.
  private static func isBar(_ line: String) -> Bool {
    let hasMarks = line.hasPrefix("[#") || line.hasPrefix("[.")
    return hasMarks || line.contains(/[0-9]+\/[0-9]+  loss/) || line.contains(/[0-9]+\/[0-9]+ examples/)
  }

  /// That the lines of the log are there, each once and whole, and no bar is left.
  private static func check(_ lines: [String], _ world: SmallWorld) throws {
    #expect(!lines.contains(where: isBar))
    let log = try world.folder.read("runs/small/log.txt").components(separatedBy: "\n")
    let told = log.filter {
      $0.hasPrefix("step ") || $0.hasPrefix("eval ") || $0.hasPrefix("checkpoint step ")
    }
    #expect(told.count > 20)
    for line in told { #expect(lines.count { $0 == line } == 1, "\(line)") }
  }

  @Test(arguments: [60, 80, 200])
  func noBarStaysAndEveryLineIsWhole(_ columns: Int) throws {
    let world = try Self.world(steps: 40)
    let pane = try TerminalPane(columns: columns, script: Self.script("train recipe.json"), in: world.path)
    let (lines, status) = try pane.finish()
    #expect(status == 0)
    // There were bars, of steps and of evaluations.
    #expect(pane.sent.contains(/[0-9]+\/40  loss/) && pane.sent.contains("eval, instances: "))
    try Self.check(lines, world)
    // Tables end where the terminal does.
    let tables = lines.filter { $0.hasPrefix("----") }
    #expect(!tables.isEmpty && tables.allSatisfy { $0.count <= columns })
  }

  /// The window is made narrower than a bar that is shown, so that the terminal breaks it, and wider again.
  @Test func aBarFollowsTheWindow() throws {
    let world = try Self.world(steps: 60)
    let pane = try TerminalPane(columns: 110, script: Self.script("train recipe.json"), in: world.path)
    for columns in [40, 120, 64] {
      guard let number = try Self.stop(pane, world) else { continue }
      try pane.resize(columns: columns)
      kill(number, SIGCONT)
    }
    let (lines, status) = try pane.finish()
    #expect(status == 0)
    try Self.check(lines, world)
  }

  /// Stops the training while a bar is shown.
  /// - Returns: its number; `nil` where it has ended before.
  private static func stop(_ pane: TerminalPane, _ world: SmallWorld) throws -> pid_t? {
    while true {
      try pane.wait { $0.contains(where: isBar) }
      let text = try world.folder.read("pid").trimmingCharacters(in: .whitespacesAndNewlines)
      guard let number = pid_t(text), kill(number, SIGSTOP) == 0 else { return nil }
      try pane.settle()
      if try pane.lines().contains(where: isBar) { return number }
      kill(number, SIGCONT)
    }
  }

  @Test func aDumbTerminalHasNoBars() throws {
    let world = try Self.world(steps: 40)
    let pane = try TerminalPane(
      columns: 80, script: "TERM=dumb; export TERM\n" + Self.script("train recipe.json"), in: world.path)
    let (lines, status) = try pane.finish()
    #expect(status == 0 && !pane.sent.contains("\u{1B}[J") && !pane.sent.contains("[#"))
    try Self.check(lines, world)
  }
}
