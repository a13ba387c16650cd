import CPJRT

/// A tensor in a device's memory, row-major to whoever reads it. The memory is free again when the last reference is gone.
package final class PJRTBuffer: @unchecked Sendable {
  /// The client whose device it is on.
  package let client: PJRTClient
  let handle: OpaquePointer

  /// The buffer of a handle, which is its own from now on.
  init(_ handle: OpaquePointer, _ client: PJRTClient) { (self.handle, self.client) = (handle, client) }

  deinit { client.plugIn.release(PJRT_Buffer_Destroy_Args.self) { $0.buffer = handle } }

  /// The sizes along each axis.
  /// - Throws: `PJRTError`.
  package func dimensions() throws(PJRTError) -> [Int] {
    let result = try client.plugIn.call("tell a buffer's shape", PJRT_Buffer_Dimensions_Args.self) {
      $0.buffer = handle
    }
    return UnsafeBufferPointer(start: result.dims, count: result.num_dims).map { Int($0) }
  }

  /// The type of the elements; `nil` for one that this program has no use for.
  /// - Throws: `PJRTError`.
  package func element() throws(PJRTError) -> ElementType? {
    ElementType(
      try client.plugIn.call("tell a buffer's type", PJRT_Buffer_ElementType_Args.self) { $0.buffer = handle }
        .type)
  }

  /// Whether its memory has been given to a program, which wrote a result in its place.
  /// - Throws: `PJRTError`.
  package func isDonated() throws(PJRTError) -> Bool {
    try client.plugIn.call("look at a buffer", PJRT_Buffer_IsDeleted_Args.self) { $0.buffer = handle }
      .is_deleted
  }

  /// Copies the elements to the host, row-major.
  /// - Parameter destination: memory of exactly the elements' bytes.
  /// - Throws: `PJRTError`, also where the program that was to write this buffer has failed.
  package func read(into destination: UnsafeMutableRawBufferPointer) throws(PJRTError) {
    try startReading(into: destination).wait()
  }

  /// Starts to copy the elements to the host, row-major.
  /// - Parameter destination: memory of exactly the elements' bytes; it must stay until the event is over.
  /// - Throws: `PJRTError`.
  package func startReading(
    into destination: UnsafeMutableRawBufferPointer
  ) throws(PJRTError) -> PJRTEvent {
    let operation = "copy a buffer to the host"
    // Some devices keep other orders: the last axis is to be the innermost.
    let order = Array((0..<Int64(try dimensions().count)).reversed())
    let copied = try order.withUnsafeBufferPointer { order throws(PJRTError) in
      var layout = PJRT_Buffer_MemoryLayout()
      layout.struct_size = MemoryLayout<PJRT_Buffer_MemoryLayout>.size
      layout.type = PJRT_Buffer_MemoryLayout_Type_Tiled
      layout.tiled.struct_size = MemoryLayout<PJRT_Buffer_MemoryLayout_Tiled>.size
      layout.tiled.minor_to_major = order.baseAddress
      layout.tiled.minor_to_major_size = order.count
      return try withUnsafeMutablePointer(to: &layout) { layout throws(PJRTError) in
        try client.plugIn.call(operation, PJRT_Buffer_ToHostBuffer_Args.self) {
          $0.src = handle
          $0.host_layout = layout
          $0.dst = destination.baseAddress
          $0.dst_size = destination.count
        }
      }
    }
    return PJRTEvent(copied.event, of: operation, client)
  }
}

extension PJRTClient {
  /// Bytes up to which a plug-in keeps a copy of its own, so that nobody waits for the transfer.
  private static let smallTransfer = 1 << 20

  /// Copies a tensor to a device.
  /// - Parameters:
  ///   - bytes: its elements, row-major; they are the caller's again when this returns.
  ///   - device: one of this client's.
  /// - Throws: `PJRTError`.
  package func buffer(
    of bytes: UnsafeRawBufferPointer, _ element: ElementType, dimensions: [Int], on device: PJRTDevice
  ) throws(PJRTError) -> PJRTBuffer {
    precondition(
      bytes.count == dimensions.reduce(element.byteCount, *), "The bytes are not those of the shape.")
    let operation = "copy a tensor to a device"
    let isSmall = bytes.count <= Self.smallTransfer
    let sizes = dimensions.map { Int64($0) }
    let made = try sizes.withUnsafeBufferPointer { sizes throws(PJRTError) in
      try plugIn.call(operation, PJRT_Client_BufferFromHostBuffer_Args.self) {
        $0.client = handle
        $0.data = bytes.baseAddress
        $0.type = element.code
        $0.dims = sizes.baseAddress
        $0.num_dims = sizes.count
        $0.host_buffer_semantics =
          isSmall
          ? PJRT_HostBufferSemantics_kImmutableOnlyDuringCall
          : PJRT_HostBufferSemantics_kImmutableUntilTransferCompletes
        $0.device = device.handle
      }
    }
    let buffer = PJRTBuffer(made.buffer, self)
    let event = PJRTEvent(made.done_with_host_buffer, of: operation, self)
    if !isSmall { try event.wait() }
    return buffer
  }
}
