import CPJRT
import Foundation

extension PlugIn {
  /// Bytes of zeros behind the struct of a call. Newer plug-ins know fields that are not in our structs; they are to look at
  /// the struct's size before they touch one, and where a plug-in forgets, it finds zeros here and does no harm.
  private static let roomForNewerFields = 256

  /// Calls the plug-in.
  /// - Parameters:
  ///   - operation: what the call is to do, for the error: `compile the program`.
  ///   - fill: sets the arguments, which are all zeros; what they point to must outlive the call.
  /// - Returns: the arguments, with what the plug-in has put into them.
  /// - Throws: `PJRTError`, with what the plug-in says.
  @discardableResult
  func call<Arguments: CallArguments>(
    _ operation: String, _ type: Arguments.Type = Arguments.self, _ fill: (inout Arguments) -> Void
  ) throws(PJRTError) -> Arguments {
    guard let function = function(Arguments.function) else {
      throw PJRTError(
        plugIn: path, operation: operation, code: .unimplemented,
        message: "the plug-in has no call for it")
    }
    let (result, failure) = withArguments(fill) { function($0) }
    if let failure { throw taken(failure, operation) }
    return result
  }

  /// Calls the plug-in to give something back. Failures have nobody to tell and change nothing.
  func release<Arguments: CallArguments>(
    _ type: Arguments.Type = Arguments.self, _ fill: (inout Arguments) -> Void
  ) { _ = try? call("release", type, fill) }

  /// The error of the plug-in's as ours; the plug-in's is given back.
  private func taken(_ failure: OpaquePointer, _ operation: String) -> PJRTError {
    let code = withArguments({ (arguments: inout PJRT_Error_GetCode_Args) in arguments.error = failure }) {
      function(PJRT_Error_GetCode)?($0)
    }
    let text = withArguments({ (arguments: inout PJRT_Error_Message_Args) in arguments.error = failure }) {
      safeFunction(PJRT_Error_Message)?($0)
    }
    let error = PJRTError(
      plugIn: path, operation: operation, code: PJRTError.Code(rawValue: code.arguments.code) ?? .unknown,
      message: String(counted: text.arguments.message, text.arguments.message_size))
    _ = withArguments({ (arguments: inout PJRT_Error_Destroy_Args) in arguments.error = failure }) {
      safeFunction(PJRT_Error_Destroy)?($0)
    }
    return error
  }

  private func withArguments<Arguments: CallArguments, Result>(
    _ fill: (inout Arguments) -> Void, _ body: (UnsafeMutableRawPointer) -> Result
  ) -> (arguments: Arguments, result: Result) {
    var arguments = Arguments()
    fill(&arguments)
    arguments.struct_size = MemoryLayout<Arguments>.size
    return Self.withRoomForNewerFields(arguments) { start in
      let result = body(start)
      return (start.pointee, result)
    }
  }

  /// Hands `value` out where zeros follow it.
  static func withRoomForNewerFields<Value, Result, Failure: Error>(
    _ value: Value, _ body: (UnsafeMutablePointer<Value>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: MemoryLayout<Value>.size + roomForNewerFields, alignment: MemoryLayout<Value>.alignment)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    let start = memory.baseAddress!.bindMemory(to: Value.self, capacity: 1)
    start.pointee = value
    return try body(start)
  }
}

extension String {
  /// The text of `count` bytes at `start`, which does not end with a zero.
  init(counted start: UnsafePointer<CChar>?, _ count: Int) {
    self.init(decoding: UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count), as: UTF8.self)
  }
}
