@testable import Inspection
@testable import JSON
@testable import Reports
import Testing

@Suite struct InspectedStepTextTests {
  static func example(_ inputs: Int, _ targets: Int) -> String {
    """
    {"task": "t", "cluster": "c", "position": 4, "instance": 2, "file": "t.json", "line": 9, "format": "few-shot",
     "template": "plain", "exemplars": [{"origin": "instance", "index": 0, "line": 5}], "lostExemplars": false,
     "inputTokens": \(inputs), "targetTokens": \(targets), "isTruncated": false, "unknownTokens": 1,
     "prompt": "Say\\nso", "target": "yes"}
    """
  }

  @Test func pictureIsAsLongAsTheRow_andNamesEachSegment() throws {
    let text = """
      {"recipe": "r", "step": 9, "stepsOfRun": 8, "firstStepOfWindow": 9, "lastStepOfWindow": 12,
       "firstPosition": 80, "lastPosition": 119, "takenOver": 3, "goingOn": 0, "leftOutOfWindow": {"unpacked": 2}, "inputLength": 128,
       "targetLength": 32, "inputFill": 0.75, "targetFill": 0.5,
       "rows": [{"inputTokens": 96, "targetTokens": 16, "segments": [\(Self.example(64, 15)), \(Self.example(32, 1))]},
                {"inputTokens": 0, "targetTokens": 0, "segments": []}]}
      """
    let step = try EventCoding.decode(InspectedStep.self, from: .init(text.utf8))
    let lines = InspectedStepText.textLines(step, palette: SegmentPalette(isColored: false))
    #expect(lines[0] == "r  step 9 beyond the 8 of the run")
    #expect(lines[2].contains("of 40 examples 2 left out: no room in the rows, 3 taken"))
    let dots = String(repeating: ".", count: 16)
    let letters = String(repeating: "a", count: 32) + String(repeating: "b", count: 16)
    #expect(lines.contains("  inputs   \(letters)\(dots)  96/128"))
    #expect(lines.contains { $0.hasPrefix("  targets  aaaa") && $0.contains("aabb.") })
    #expect(lines.contains("  inputs   \(String(repeating: ".", count: 64))  0/128"))
    #expect(lines.contains("  [b] t  t.json:9"))
    #expect(lines.contains("    few-shot, template plain, exemplars line 5, 64 + 15 tokens, 1 unknown"))
    #expect(lines.contains { $0.hasPrefix("    prompt  Say\n            so") })
  }
}

@Suite struct SegmentPaletteTests {
  @Test func withoutColorsNothingElseIsWritten() {
    let plain = SegmentPalette(isColored: false)
    #expect(plain.segment(3, "text") == "text" && plain.heading("text") == "text")
    let colored = SegmentPalette(isColored: true)
    #expect(colored.segment(0, "a") != colored.segment(1, "a"))
    #expect(
      (0..<100).map { String(SegmentPalette.letter($0)) }.prefix(27).joined() == "abcdefghijklmnopqrstuvwxyzA"
    )
  }

  /// What a page has besides its own colors is shown.
  @Test func onlyItsOwnCommandsReachATerminal() {
    let palette = SegmentPalette(isColored: true)
    let own = palette.heading("row 1") + "\n" + palette.segment(7, "text")
    #expect(SegmentPalette.visible(own) == own)
    #expect(SegmentPalette.visible("\u{1B}]0;title\u{7}" + own) == "\\u{1B}]0;title\\u{7}" + own)
    #expect(SegmentPalette.visible("\u{1B}[31mred\u{1B}") == "\\u{1B}[31mred\\u{1B}")
  }
}
