import CPJRT

/// The arguments of a call of the PJRT C API, which say by their type what call they are for.
protocol CallArguments {
  /// The place of the call in a plug-in's table.
  static var function: PJRT_Function { get }
  /// The bytes of the struct, as far as this program knows it.
  var struct_size: Int { get set }
  /// Arguments that are all zeros.
  init()
}

extension PJRT_Error_Destroy_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Error_Destroy }
}

extension PJRT_Error_Message_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Error_Message }
}

extension PJRT_Error_GetCode_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Error_GetCode }
}

extension PJRT_Plugin_Initialize_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Plugin_Initialize }
}

extension PJRT_Plugin_Attributes_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Plugin_Attributes }
}

extension PJRT_Event_Destroy_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Event_Destroy }
}

extension PJRT_Event_Await_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Event_Await }
}

extension PJRT_Client_Create_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Client_Create }
}

extension PJRT_Client_Destroy_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Client_Destroy }
}

extension PJRT_Client_PlatformName_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Client_PlatformName }
}

extension PJRT_Client_PlatformVersion_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Client_PlatformVersion }
}

extension PJRT_Client_AddressableDevices_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Client_AddressableDevices }
}

extension PJRT_Device_GetDescription_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Device_GetDescription }
}

extension PJRT_DeviceDescription_Id_Args: CallArguments {
  static var function: PJRT_Function { PJRT_DeviceDescription_Id }
}

extension PJRT_DeviceDescription_Kind_Args: CallArguments {
  static var function: PJRT_Function { PJRT_DeviceDescription_Kind }
}

extension PJRT_Device_MemoryStats_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Device_MemoryStats }
}

extension PJRT_Client_BufferFromHostBuffer_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Client_BufferFromHostBuffer }
}

extension PJRT_Buffer_Destroy_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Buffer_Destroy }
}

extension PJRT_Buffer_ElementType_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Buffer_ElementType }
}

extension PJRT_Buffer_Dimensions_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Buffer_Dimensions }
}

extension PJRT_Buffer_IsDeleted_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Buffer_IsDeleted }
}

extension PJRT_Buffer_ToHostBuffer_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Buffer_ToHostBuffer }
}

extension PJRT_Client_Compile_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Client_Compile }
}

extension PJRT_Executable_Destroy_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Executable_Destroy }
}

extension PJRT_Executable_NumOutputs_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Executable_NumOutputs }
}

extension PJRT_Executable_GetCompiledMemoryStats_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Executable_GetCompiledMemoryStats }
}

extension PJRT_Executable_Serialize_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Executable_Serialize }
}

extension PJRT_Executable_DeserializeAndLoad_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Executable_DeserializeAndLoad }
}

extension PJRT_LoadedExecutable_Destroy_Args: CallArguments {
  static var function: PJRT_Function { PJRT_LoadedExecutable_Destroy }
}

extension PJRT_LoadedExecutable_GetExecutable_Args: CallArguments {
  static var function: PJRT_Function { PJRT_LoadedExecutable_GetExecutable }
}

extension PJRT_LoadedExecutable_Execute_Args: CallArguments {
  static var function: PJRT_Function { PJRT_LoadedExecutable_Execute }
}

extension PJRT_TopologyDescription_Create_Args: CallArguments {
  static var function: PJRT_Function { PJRT_TopologyDescription_Create }
}

extension PJRT_TopologyDescription_Destroy_Args: CallArguments {
  static var function: PJRT_Function { PJRT_TopologyDescription_Destroy }
}

extension PJRT_Compile_Args: CallArguments {
  static var function: PJRT_Function { PJRT_Compile }
}
