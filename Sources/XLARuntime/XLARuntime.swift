import Autograd
import PJRT

/// Runs programs on a device of an XLA plug-in, or on several together: lowers them to StableHLO, has the plug-in compile that, and keeps
/// tensors on the device between runs.
///
/// The same compiled program gives the same results from run to run.
package final class XLARuntime: Runtime {
  /// The device's client.
  package let client: PJRTClient
  /// The number of devices that run every program together.
  package var deviceCount: Int { devices.count }
  /// The devices.
  let devices: XLADevices
  /// Whether every device has a part of each weight and of each of the optimizer's slots, and not all of them.
  package let splitsWeights: Bool
  /// How programs are lowered.
  package let lowering: LoweringOptions
  /// How programs are compiled.
  package let compiling: CompileOptions
  package let description: RuntimeDescription
  /// Where compiled programs are kept from one process to the next; `nil` has each compiled anew.
  package let cache: ExecutableCache?
  /// Where they are looked for first.
  private var first: ExecutableCache?
  private var report: @Sendable (String) -> Void
  /// What readers could not be told.
  let failures = DeviceFailures()

  /// A runtime on the first devices of a client.
  ///
  /// With bfloat16 arithmetic the compiler makes every rounding that a program has, unless `compiling` says otherwise:
  /// left to itself it takes some out again, and which ones differs from program to program.
  /// - Parameters:
  ///   - deviceCount: the number of devices, no more than the client has.
  ///   - splitsWeights: whether weights are divided among them; what a program needs of another's it gets when it runs.
  ///   - plugInSHA256: the hash of the plug-in's file (`PlugIn.contentHash`), for `description`.
  ///   - cache: where compiled programs are kept.
  ///   - report: told in words what is wrong with a cache: it costs nothing but time.
  package init(
    _ client: PJRTClient, deviceCount: Int = 1, splitsWeights: Bool = false,
    lowering: LoweringOptions = LoweringOptions(),
    compiling: CompileOptions = CompileOptions(), plugInSHA256: String? = nil, cache: ExecutableCache? = nil,
    report: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    (self.cache, self.report) = (cache, report)
    devices = XLADevices(client, count: deviceCount)
    self.splitsWeights = splitsWeights
    var (lowering, compiling) = (lowering, compiling)
    if deviceCount > 1 { compiling.devices = devices.list.map(\.id) }
    if lowering.arithmetic == .bfloat16 {
      if client.platform == "cpu" { lowering.rounding = .digits }
      let flag = "xla_allow_excess_precision"
      compiling.flags[flag] = compiling.flags[flag] ?? .flag(false)
    }
    (self.client, self.lowering, self.compiling) = (client, lowering, compiling)
    let device = DeviceDescription(devices, lowering, plugInSHA256: plugInSHA256)
    description = RuntimeDescription(
      name: "XLA on \(device.kind)", threads: 1, kernels: "\(device.platform), \(device.platformVersion)",
      matrixProducts: "XLA with \(lowering.arithmetic.rawValue) arithmetic", device: device)
  }

  /// Scores are in memory, and every program is compiled.
  package var joinsRows: Bool { false }

  package func makeStorage(_ type: TensorType) -> any TensorStorage { XLAStorage(type, devices, failures) }

  package func makeStorages(_ types: [TensorType], for role: StorageRole) -> [any TensorStorage] {
    let splits = role == .batch || splitsWeights
    return types.map { XLAStorage($0, devices, failures, splits: splits) }
  }

  /// An estimate from the program alone, since compiling takes seconds to minutes.
  package func workspace(of program: Program) -> WorkspaceSize {
    program.estimatedWorkspace(lowering.arithmetic, devices: devices.count)
  }

  package func makeWorkspace(byteCount: Int) -> any Workspace { XLAWorkspace(byteCount: byteCount) }

  /// Compiles a program.
  /// - Throws: `PJRTError`.
  package func prepare(
    _ program: Program, storage: [String: any TensorStorage]
  ) throws -> any PreparedProgram {
    try PreparedXLAProgram(program, storage: storage, self)
  }

  /// Compiles a program; the device has its temporaries for the time of a run.
  /// - Throws: `PJRTError`.
  package func prepare(
    _ program: Program, storage: [String: any TensorStorage], workspace: any Workspace
  ) throws -> any PreparedProgram {
    precondition(workspace is XLAWorkspace, "the workspace is another runtime's")
    return try prepare(program, storage: storage)
  }

  package func takePrograms(from folder: String, report: @escaping @Sendable (String) -> Void) {
    first = ExecutableCache(folder: folder)
    self.report = report
  }

  /// A lowered program, from a cache where one has it.
  /// - Throws: `PJRTError`, `FileError` where the plug-in's file can no longer be read.
  func kept(_ program: LoweredProgram) throws -> KeptExecutable {
    try failures.check()
    let result = try ExecutableCache.executable(
      program.text, compiling, for: client, from: [first, cache].compactMap { $0 }, hashes: cache?.hashes,
      writingTo: cache)
    for note in result.notes { report(note) }
    return result
  }

  /// Has the plug-in compile a lowered program that is of no use another time.
  /// - Throws: `PJRTError`.
  func compile(_ program: LoweredProgram) throws(PJRTError) -> PJRTExecutable {
    try failures.check()
    return try client.compile(program.text, compiling)
  }
}

extension DeviceDescription {
  /// What devices are, which are of one kind.
  fileprivate init(_ devices: XLADevices, _ lowering: LoweringOptions, plugInSHA256: String?) {
    let (client, device) = (devices.client, devices.list[0])
    // The processor's plug-ins count no memory: theirs is the process's.
    let memory = client.platform == "cpu" ? nil : try? device.memory().limit
    self.init(
      librarySHA256: plugInSHA256, interface: client.interface, platform: client.platform,
      platformVersion: client.platformVersionLine,
      kind: device.kind, count: devices.count, arithmetic: lowering.arithmetic.rawValue, memoryBytes: memory)
  }
}
