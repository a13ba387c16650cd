import Foundation

/// The calls of an MPI library that are used, found when the program runs: so that one program runs under every
/// launcher, and needs no MPI to be built.
///
/// MPI's standard does not fix how handles look in memory. There are two kinds: Open MPI's are addresses of
/// its own variables, MPICH's (and of all that keep its interface) fixed numbers, as their headers
/// `mpi.h` have them. Handles travel in a register as wide as an address, of which MPICH reads the lower half.
final class MPILibrary: @unchecked Sendable {
  typealias Handle = UInt
  typealias Request = UInt

  private typealias InitThread =
    @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, CInt, UnsafeMutablePointer<CInt>) ->
    CInt
  private typealias Ask = @convention(c) (Handle, UnsafeMutablePointer<CInt>) -> CInt
  private typealias Move =
    @convention(c) (UnsafeMutableRawPointer?, CInt, Handle, CInt, CInt, Handle, UnsafeMutablePointer<Request>)
    -> CInt
  private typealias Test =
    @convention(c) (UnsafeMutablePointer<Request>, UnsafeMutablePointer<CInt>, UInt) -> CInt
  private typealias Abort = @convention(c) (Handle, CInt) -> CInt
  private typealias Plain = @convention(c) () -> CInt
  private typealias SetHandler = @convention(c) (Handle, Handle) -> CInt
  private typealias Text = @convention(c) (UnsafeMutablePointer<CChar>, UnsafeMutablePointer<CInt>) -> CInt
  private typealias ErrorText =
    @convention(c) (CInt, UnsafeMutablePointer<CChar>, UnsafeMutablePointer<CInt>) -> CInt

  /// The library's first words about itself: `Open MPI v4.1.4`.
  let version: String
  /// The loaded library.
  let handle: UnsafeMutableRawPointer
  let world: Handle
  private let byte: Handle
  /// What says that no status is wanted.
  private let noStatus: UInt
  private let isend: Move
  private let irecv: Move
  private let test: Test
  private let abortCall: Abort
  private let finalizeCall: Plain
  private let errorText: ErrorText
  private let rankCall: Ask
  private let sizeCall: Ask
  /// Calls come from one thread at a time (`MPI_THREAD_SERIALIZED`).
  private static let serialized: CInt = 2
  /// `MPI_SUCCESS` of every implementation.
  private static let success: CInt = 0

  /// Loads the library and joins the other processes.
  /// - Throws: `ProcessGroupError` where there is no library, or it fails.
  init(_ launch: MPILaunch) throws {
    let library = try Self.open(launch)
    handle = library.handle
    func call<Function>(_ name: String, _ type: Function.Type = Function.self) throws -> Function {
      guard let symbol = dlsym(library.handle, name) else {
        throw ProcessGroupError("\(library.name) has no \(name): it is not a whole MPI library")
      }
      return unsafeBitCast(symbol, to: Function.self)
    }
    let errorsReturn: Handle
    if let world = dlsym(library.handle, "ompi_mpi_comm_world"),
      let byte = dlsym(library.handle, "ompi_mpi_byte"),
      let errors = dlsym(library.handle, "ompi_mpi_errors_return")
    {
      (self.world, self.byte, noStatus) = (Handle(bitPattern: world), Handle(bitPattern: byte), 0)
      errorsReturn = Handle(bitPattern: errors)
    } else {
      (world, byte, noStatus, errorsReturn) = (0x4400_0000, 0x4c00_010d, 1, 0x5400_0001)
    }
    (isend, irecv, test) = (try call("MPI_Isend"), try call("MPI_Irecv"), try call("MPI_Test"))
    (abortCall, finalizeCall) = (try call("MPI_Abort"), try call("MPI_Finalize"))
    (rankCall, sizeCall, errorText) = (
      try call("MPI_Comm_rank"), try call("MPI_Comm_size"), try call("MPI_Error_string")
    )
    let versionCall: Text = try call("MPI_Get_library_version")
    let initialize: InitThread = try call("MPI_Init_thread")
    let setHandler: SetHandler = try call("MPI_Comm_set_errhandler")
    version =
      Self.text(capacity: 8_192) { versionCall($0, $1) }.split { $0 == "," || $0.isNewline }.first.map {
        $0.split(separator: "\t").joined(separator: " ")
      } ?? library.name
    var provided: CInt = 0
    guard initialize(nil, nil, Self.serialized, &provided) == Self.success else {
      throw ProcessGroupError("\(version) could not be started")
    }
    // Errors come back as numbers, to be told with what was being done.
    _ = setHandler(world, errorsReturn)
  }

  private static func open(_ launch: MPILaunch) throws -> (handle: UnsafeMutableRawPointer, name: String) {
    let asked = ProcessInfo.processInfo.environment["FLAN_TRAIN_MPI"].flatMap { $0.isEmpty ? nil : $0 }
    let names = asked.map { [$0] } ?? launch.libraryNames
    var reasons: [String] = []
    for name in names {
      // The library's own parts look for its symbols among those of the process.
      if let handle = dlopen(name, RTLD_NOW | RTLD_GLOBAL) { return (handle, name) }
      reasons.append(dlerror().map { String(cString: $0) } ?? name)
    }
    let launcher = launch.family == .openMPI ? "Open MPI's" : "MPICH's"
    throw ProcessGroupError(
      "\(launch.count) processes were started together by \(launcher) launcher, whose library cannot be loaded: "
        + (reasons.first ?? ""),
      nextStep:
        "Install it (Debian: \(launch.family == .openMPI ? "libopenmpi3" : "libmpich12")), or name its file by "
        + "FLAN_TRAIN_MPI.", category: .usage)
  }

  private static func text(
    capacity: Int, _ fill: (UnsafeMutablePointer<CChar>, UnsafeMutablePointer<CInt>) -> CInt
  ) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { text in
      text.initialize(repeating: 0)
      var length: CInt = 0
      guard let start = text.baseAddress, fill(start, &length) == success else { return "" }
      return String(decoding: text.prefix(max(0, Int(length))).map(UInt8.init(bitPattern:)), as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines.union(["\0"]))
    }
  }

  /// This process's number and how many there are.
  func place() throws -> (rank: Int, count: Int) {
    var (rank, count): (CInt, CInt) = (0, 0)
    try check(rankCall(world, &rank), "tell the rank")
    try check(sizeCall(world, &count), "tell the number of processes")
    return (Int(rank), Int(count))
  }

  /// Begins to move bytes, at most `Int32.max` at once.
  func begin(
    _ direction: Transfer.Direction, _ bytes: UnsafeMutableRawBufferPointer, _ peer: Int
  ) throws -> Request {
    var request: Request = 0
    let move = direction == .send ? isend : irecv
    try check(
      move(bytes.baseAddress, CInt(bytes.count), byte, CInt(peer), 0, world, &request),
      direction == .send ? "send to rank \(peer)" : "receive from rank \(peer)")
    return request
  }

  /// Whether a transfer has come to its end; moves others on as well.
  func isDone(_ request: inout Request, peer: Int) throws -> Bool {
    var flag: CInt = 0
    try check(test(&request, &flag, noStatus), "exchange bytes with rank \(peer)")
    return flag != 0
  }

  /// Ends all processes.
  func abort(_ code: Int32) -> Never {
    _ = abortCall(world, code)
    _exit(code)
  }

  /// Leaves the other processes, once all have done so.
  func leave() { _ = finalizeCall() }

  func check(_ code: CInt, _ operation: String) throws {
    if code == Self.success { return }
    let reason = Self.text(capacity: 1_024) { errorText(code, $0, $1) }
    throw ProcessGroupError.failed(operation, reason: reason, library: version)
  }
}
