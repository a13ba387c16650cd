import Testing

@testable import Instructions

@Suite struct ChatSourceTests {
  private func task(_ turns: [(String, String)], _ description: String = "{}") throws -> InstructionTask {
    let folder = try TemporaryFolder()
    let listed = turns.map { "{\"from\": \"\($0.0)\", \"value\": \"\($0.1)\"}" }.joined(separator: ", ")
    let path = try folder.write("chat.jsonl", "{\"conversations\": [\(listed)]}\n")
    try folder.write("chat.jsonl.source.json", description)
    return try #require(try SourceFiles(path: path).collected().first)
  }

  @Test func markersAreSettings() throws {
    let turns = [("human", "Hi"), ("gpt", "Hello"), ("human", "Bye"), ("gpt", "So long")]
    let task = try task(turns, #"{"turnMarkers": {"user": "Q: ", "assistant": ""}, "name": "talk"}"#)
    #expect(task.name == "talk")
    #expect(task.instances[0].input == "Q: Hi\nHello\nQ: Bye")
    #expect(task.instances[0].references == ["So long"])
  }

  @Test(arguments: [
    ([("human", "Hi")], DropReason.blankTarget), ([("gpt", "Hello")], .blankInput),
    ([("system", "s"), ("gpt", "Hello")], .blankInput), ([("human", "Hi"), ("gpt", " ")], .blankTarget),
  ])
  func whatCannotBeAskedIsLeftOut(_ turns: [(String, String)], _ reason: DropReason) throws {
    let task = try task(turns)
    #expect(task.instances.isEmpty)
    #expect(task.skipped.map(\.reason) == [reason])
  }

  @Test func toolsHaveTheirSay() throws {
    let turns = [("human", "2 + 2?"), ("function_call", "add"), ("observation", "4"), ("gpt", "It is 4.")]
    let task = try task(turns)
    #expect(task.instances[0].input == "User: 2 + 2?\nAssistant: add\nTool: 4\nAssistant:")
  }

  @Test func whatIsSaidBesideTheTurnsIsReadOrTold() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "chat.jsonl",
      #"""
      {"system": "Be kind.", "mood": "good", "messages": [{"role": "user", "content": "Hi"},
       {"role": "assistant", "content": "Hello"}]}
      """#.replacing("\n", with: ""))
    let task = try #require(try SourceFiles(path: path).collected().first)
    #expect(task.instances[0].input == "Be kind.\nUser: Hi\nAssistant:")
    #expect(task.unreadFields == ["mood"])
  }

  @Test func whoIsUnknownIsNamed() throws {
    let error = #expect(throws: SourceError.self) { try task([("humam", "Hi"), ("gpt", "Hello")]) }
    #expect(error?.problem == "a turn is by 'humam', who is neither system, user, assistant nor a tool")
    #expect(error?.nextStep == "Did you mean 'human'?")
    #expect(error?.location?.field == "conversations[0].from")
  }
}

extension SourceFiles {
  /// What the files hold, in memory.
  fileprivate func collected() throws -> [InstructionTask] {
    var tasks = CollectedTasks()
    try read(into: &tasks)
    return tasks.tasks
  }
}
