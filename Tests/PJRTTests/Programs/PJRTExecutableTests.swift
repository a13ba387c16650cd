import Testing

@testable import PJRT

@Suite(.needsPlugIn) struct PJRTExecutableTests {
  private static let first: [Float] = [1, 2, 3, 4, 5, 6]
  private static let second: [Float] = [10, 20, 30, 40, 50, 60]

  @Test func program_runs_andItsDonatedArgumentIsDead() throws {
    let client = try TestPlugIn.client()
    let executable = try client.compile(Programs.scaledSum)
    #expect(executable.resultCount == 2 && executable.deviceCount == 1)
    var state = try client.buffer(Self.first, .float32, [2, 3])
    let other = try client.buffer(Self.second, .float32, [2, 3])
    var expected = Self.first
    for _ in 0..<3 {
      let before = state
      let run = try executable.start([[state, other]])
      try run.wait()
      #expect(try before.isDonated() && !other.isDonated())
      expected = zip(expected, Self.second).map { 2 * $0 + $1 }
      state = run.results[0][0]
      #expect(try state.elements(Float.self, 6) == expected)
      #expect(try run.results[0][1].elements(Float.self, 1) == [expected.reduce(0, +)])
      #expect(throws: PJRTError.self) { try executable.start([[before, other]]).wait() }
    }
  }

  @Test func keptArgument_isNotDonated() throws {
    let client = try TestPlugIn.client()
    let executable = try client.compile(Programs.scaledSum)
    let buffers = [
      try client.buffer(Self.first, .float32, [2, 3]), try client.buffer(Self.second, .float32, [2, 3]),
    ]
    let run = try executable.start([buffers], keeping: [0])
    #expect(try run.results[0][0].elements(Float.self, 6) == zip(Self.first, Self.second).map { 2 * $0 + $1 })
    #expect(try !buffers[0].isDonated() && buffers[0].elements(Float.self, 6) == Self.first)
  }

  /// A program may run on any one device of the client's.
  @Test func program_runsOnTheDeviceThatItIsCompiledFor() throws {
    let client = try TestPlugIn.client()
    let executable = try client.compile(
      Programs.scaledSum, CompileOptions(devices: [client.devices[1].id]))
    let buffers = [Self.first, Self.second].map { numbers in
      Result { try client.buffer(numbers, .float32, [2, 3], device: 1) }
    }
    let run = try executable.start([try buffers.map { try $0.get() }])
    #expect(try run.results[0][1].elements(Float.self, 1) == [252])
  }

  @Test func splitProgram_addsOverBothDevices() throws {
    let client = try TestPlugIn.client()
    let executable = try client.compile(
      Programs.splitSum, CompileOptions(devices: client.devices.map(\.id)))
    #expect(executable.deviceCount == 2)
    let parts = [Self.first, Self.second]
    let run = try executable.start(
      try parts.indices.map { [try client.buffer(parts[$0], .float32, [2, 3], device: $0)] })
    try run.wait()
    for (device, part) in parts.enumerated() {
      #expect(try run.results[device][0].elements(Float.self, 6) == part.map { -$0 })
      #expect(try run.results[device][1].elements(Float.self, 3) == [55, 77, 99])
    }
  }

  @Test func memory_countsDonatedBytesOnce() throws {
    let memory = try TestPlugIn.client().compile(Programs.scaledSum).memory()
    #expect(memory.arguments == 48 && memory.donated == 24 && memory.temporaries >= 0)
    #expect(memory.results >= 28 && memory.total < 48 + memory.results + memory.temporaries)
  }

  /// A petabyte is more than a processor can address: nothing is touched before that is seen.
  @Test func lackOfMemory_isRecognised() throws {
    let client = try TestPlugIn.client()
    let error = #expect(throws: PJRTError.self) {
      let executable = try client.compile(Programs.petabyte)
      try executable.start([[try client.buffer([Float(1)], .float32, [])]]).wait()
    }
    #expect(error?.isOutOfMemory == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    (Programs.wrong, "tensor<2xf32>"), ("module { no such thing }", ""), ("", ""),
  ])
  func wrongProgram_isToldInTheCompilersWords(text: String, words: String) throws {
    let client = try TestPlugIn.client()
    let error = #expect(throws: PJRTError.self) { try client.compile(text) }
    #expect(error?.operation == "compile the program" && error?.message.isEmpty == false)
    if !words.isEmpty { #expect(error?.message.contains(words) == true, "\(error?.message ?? "")") }
  }

  @Test func flag_isKnownOrRefused() throws {
    let client = try TestPlugIn.client()
    let known = CompileOptions(flags: ["xla_backend_optimization_level": .integer(0)])
    #expect(try client.compile(Programs.scaledSum, known).resultCount == 2)
    let error = #expect(throws: PJRTError.self) {
      try client.compile(Programs.scaledSum, CompileOptions(flags: ["xla_no_such_flag": .flag(true)]))
    }
    #expect(error?.message.contains("xla_no_such_flag") == true)
  }
}
