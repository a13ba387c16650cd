import Diagnostics
import Foundation
import Testing

@testable import Tokenization

/// Chat templates of turns; `Tests/References/turns.py --folder` holds them against transformers.
@Suite struct TurnChatTemplateTests {
  private static func template(_ markers: TurnFormat, around name: String) throws -> String {
    let vocabulary = name == "bytes" ? name : Fixture.path(name)
    let tokenizer = try VocabularyFile.open(vocabulary).with(markers, at: SourceLocation(file: "test"))
    return try #require(tokenizer as? TurnTokenizer).chatTemplate
  }

  @Test func `a template has the markers around user and assistant`() throws {
    let expected = #"""
      {%- for message in messages %}
          {%- if message['role'] != ('user' if loop.index0 % 2 == 0 else 'assistant') %}
              {{- raise_exception('this model knows the roles user and assistant, in turn, and no others') }}
          {%- elif loop.first %}
              {{- '<|im_start|>user\n' + message['content'] + '<|im_end|>\n<|im_start|>assistant\n' }}
          {%- elif message['role'] == 'user' %}
              {{- '\n<|im_start|>user\n' + message['content'] + '<|im_end|>\n<|im_start|>assistant\n' }}
          {%- else %}
              {{- message['content'] + '<|im_end|>' }}
          {%- endif %}
      {%- endfor %}

      """#
    #expect(try Self.template(TurnFormat.Family.chatML.markers, around: "turns/chatml") == expected)
  }

  /// What the first question begins with, what a later one does, and what an answer is.
  @Test(arguments: [
    (
      TurnFormat.Family.llama3, "turns/llama3",
      #"'<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n'"#,
      #"'<|start_header_id|>user<|end_header_id|>\n\n'"#, "message['content'] + '<|eot_id|>'"
    ),
    (
      .commandR, "turns/command-r", "'<|START_OF_TURN_TOKEN|><|USER_TOKEN|>'",
      "'<|START_OF_TURN_TOKEN|><|USER_TOKEN|>'", "message['content'] + '<|END_OF_TURN_TOKEN|>'"
    ),
    (.zephyr, "turns/zephyr", #"'<s><|user|>\n'"#, #"'\n<|user|>\n'"#, "message['content'] + '</s>'"),
    // The library puts a space before the first word alone, and there is none behind a token.
    (
      .zephyr, "bytepair/mistral.json", #"'<s> <|user|>\n'"#, #"'\n<|user|>\n'"#,
      "message['content'] + '</s>'"
    ),
    (.zephyr, "bytes", #"'<|user|>\n'"#, #"'\n<|user|>\n'"#, "message['content'] + '</s>'"),
  ])
  func `families have their own`(
    family: TurnFormat.Family, vocabulary: String, first: String, later: String, answer: String
  ) throws {
    let template = try Self.template(family.markers, around: vocabulary)
    let expressions = template.split(separator: "\n").filter { $0.contains("{{- ") }
      .map { $0.trimmingCharacters(in: .whitespaces) }
    try #require(expressions.count == 4)
    let marker = " + message['content'] + \(TurnTokenizer.literal(family.markers.beforeTarget)) }}"
    #expect(expressions[1] == "{{- \(first)\(marker)" && expressions[2] == "{{- \(later)\(marker)")
    #expect(expressions[3] == "{{- \(answer) }}")
  }

  @Test(arguments: [
    ("", "''"), ("a", "'a'"), ("it's", #"'it\'s'"#), (#"\n"#, #"'\\n'"#), ("a\n\r\tb", #"'a\n\r\tb'"#),
    ("a\r\nb", #"'a\r\nb'"#), ("{{ a }}{% b %}{# c #}", "'{{ a }}{% b %}{# c #}'"), ("\"é🙂\"", "'\"é🙂\"'"),
    (#"\'"#, #"'\\\''"#), ("e\u{301}'\u{301}", "'e\u{301}\\'\u{301}'"),
  ])
  func `texts are strings of Jinja`(text: String, expected: String) {
    #expect(TurnTokenizer.literal(text).utf8.elementsEqual(expected.utf8))
  }

  @Test func `own texts are written as they are`() throws {
    let markers = TurnFormat(beforePrompt: "{{'Q'}}:\n\"", beforeTarget: "\"\n{% A %}\\", end: "<|im_end|>")
    let template = try Self.template(markers, around: "turns/chatml")
    #expect(template.contains(#"'{{\'Q\'}}:\n"' + message['content'] + '"\n{% A %}\\' }}"#), "\(template)")
  }

  /// An answer behind a word begins with a space, unless it has white space of its own.
  @Test(arguments: [
    (
      "turns/chatml", "\nA:",
      "(' ' if message['content'][:1].strip() else '') + message['content'] + '<|im_end|>'"
    ),
    ("turns/zephyr", "\nA:", "(' ' if message['content'][:1].strip() else '') + message['content'] + '</s>'"),
    ("turns/chatml", "\nA:\n", "{{- message['content'] + '<|im_end|>'"),
    ("bytes", "\nA:", "{{- message['content'] + '</s>'"),
    (
      "turns/chatml", "",
      "(' ' if messages[loop.index0 - 1]['content'][-1:].strip() and message['content'][:1].strip()"
    ),
  ])
  func `the space before a target is in the template`(name: String, marker: String, part: String) throws {
    let template = try Self.template(TurnFormat(beforePrompt: "Q: ", beforeTarget: marker), around: name)
    #expect(template.contains(part), "\(template)")
  }

  @Test func `a folder gets both files`() throws {
    let tokenizer = try VocabularyFile.open(Fixture.path("turns/chatml")).with(
      TurnFormat.Family.chatML.markers, at: SourceLocation(file: "test"))
    let turns = try #require(tokenizer as? TurnTokenizer)
    #expect(turns.turnFiles.map(\.name) == ["turns.json", "chat_template.jinja"])
    #expect(turns.turnFiles[1].bytes == Data(turns.chatTemplate.utf8))
  }
}
