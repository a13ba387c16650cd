import CPJRT

/// A run of a program that has been started. Its results may be given to other programs at once; whoever reads them waits.
package struct PJRTRun: Sendable {
  /// For each device, the program's results in their order.
  package let results: [[PJRTBuffer]]
  private let events: [PJRTEvent]

  init(_ results: [[PJRTBuffer]], _ events: [PJRTEvent]) { (self.results, self.events) = (results, events) }

  /// Waits until all devices are done.
  /// - Throws: `PJRTError` where the run has failed; its results are then nothing.
  package func wait() throws(PJRTError) {
    for event in events { try event.wait() }
  }
}

extension PJRTExecutable {
  /// Starts the program on its devices.
  ///
  /// An argument that the program marks with `tf.aliasing_output` or `jax.buffer_donor` is donated: its memory is the result's
  /// from now on, and its buffer is dead.
  /// - Parameters:
  ///   - arguments: for each device, the program's arguments in their order.
  ///   - kept: the places of arguments that are not to be donated, whatever the program says.
  /// - Throws: `PJRTError` where the run cannot start; what fails later is told by `PJRTRun.wait` and to who reads results.
  package func start(_ arguments: [[PJRTBuffer]], keeping kept: [Int] = []) throws(PJRTError) -> PJRTRun {
    precondition(
      arguments.count == deviceCount, "There are arguments for \(arguments.count) of \(deviceCount) devices.")
    let argumentCount = arguments[0].count
    precondition(
      arguments.allSatisfy { $0.count == argumentCount }, "Each device has the same number of arguments.")
    let inputs = HandleLists(arguments.map { $0.map(\.handle) })
    let outputs = HandleLists(
      [[OpaquePointer?]](repeating: Array(repeating: nil, count: resultCount), count: deviceCount))
    let events = HandleLists([[OpaquePointer?](repeating: nil, count: deviceCount)])
    let operation = "run the program"
    try kept.map { Int64($0) }.withUnsafeBufferPointer { kept throws(PJRTError) in
      var options = PJRT_ExecuteOptions()
      options.struct_size = MemoryLayout<PJRT_ExecuteOptions>.size
      options.non_donatable_input_indices = kept.baseAddress
      options.num_non_donatable_input_indices = kept.count
      _ = try PlugIn.withRoomForNewerFields(options) { options throws(PJRTError) in
        try client.plugIn.call(operation, PJRT_LoadedExecutable_Execute_Args.self) {
          $0.executable = handle
          $0.options = options
          $0.argument_lists = inputs.constant
          $0.num_devices = deviceCount
          $0.num_args = argumentCount
          $0.output_lists = outputs.mutable
          $0.device_complete_events = events.first
        }
      }
    }
    withExtendedLifetime((inputs, arguments)) {}
    return PJRTRun(
      outputs.handles.map { $0.map { PJRTBuffer($0!, client) } },
      events.handles[0].map { PJRTEvent($0, of: operation, client) })
  }
}
