#ifndef FLAN_TRAIN_CPJRT_H
#define FLAN_TRAIN_CPJRT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What this program uses of the PJRT C API, through which XLA's plug-ins compile and run programs: the layout as version 0.81
// has it, under the published names (openxla/xla, xla/pjrt/c/pjrt_c_api.h). Nothing is linked: a plug-in is a shared library
// whose one symbol, `GetPjrtApi`, gives the table of its calls.
//
// The rules of the interface, which let this header drive plug-ins that are newer:
// - Every call takes one struct and returns an error, or NULL where it went well. The caller owns the error.
// - Every struct starts with its size as the caller knows it. Fields are only ever appended, to structs as to the table.
// - What a struct hands out is marked "out"; texts that are handed out are counted and end without a zero.

// The table of calls.

typedef struct PJRT_Error PJRT_Error;

/// A call: takes a pointer to the struct of its arguments.
typedef PJRT_Error *(*PJRT_Call)(void *arguments);

/// The two calls about errors that cannot fail.
typedef void (*PJRT_SafeCall)(void *arguments);

/// What extends a struct beyond what is published in it; nothing here does.
typedef struct PJRT_Extension_Base PJRT_Extension_Base;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  int major_version;
  int minor_version;
} PJRT_Api_Version;

/// The head of the table; pointers to calls follow it at once, as far as `struct_size` reaches.
typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Api_Version pjrt_api_version;
} PJRT_Api;

/// The one symbol of a plug-in.
typedef const PJRT_Api *(*PJRT_GetApi)(void);

/// The calls in the order of the table, up to the last one that is used: the value is the call's place.
typedef enum {
  PJRT_Error_Destroy, PJRT_Error_Message, PJRT_Error_GetCode,
  PJRT_Plugin_Initialize, PJRT_Plugin_Attributes,
  PJRT_Event_Destroy, PJRT_Event_IsReady, PJRT_Event_Error, PJRT_Event_Await, PJRT_Event_OnReady,
  PJRT_Client_Create, PJRT_Client_Destroy, PJRT_Client_PlatformName, PJRT_Client_ProcessIndex, PJRT_Client_PlatformVersion,
  PJRT_Client_Devices, PJRT_Client_AddressableDevices, PJRT_Client_LookupDevice, PJRT_Client_LookupAddressableDevice,
  PJRT_Client_AddressableMemories, PJRT_Client_Compile, PJRT_Client_DefaultDeviceAssignment, PJRT_Client_BufferFromHostBuffer,
  PJRT_DeviceDescription_Id, PJRT_DeviceDescription_ProcessIndex, PJRT_DeviceDescription_Attributes,
  PJRT_DeviceDescription_Kind, PJRT_DeviceDescription_DebugString, PJRT_DeviceDescription_ToString,
  PJRT_Device_GetDescription, PJRT_Device_IsAddressable, PJRT_Device_LocalHardwareId, PJRT_Device_AddressableMemories,
  PJRT_Device_DefaultMemory, PJRT_Device_MemoryStats,
  PJRT_Memory_Id, PJRT_Memory_Kind, PJRT_Memory_DebugString, PJRT_Memory_ToString, PJRT_Memory_AddressableByDevices,
  PJRT_Executable_Destroy, PJRT_Executable_Name, PJRT_Executable_NumReplicas, PJRT_Executable_NumPartitions,
  PJRT_Executable_NumOutputs, PJRT_Executable_SizeOfGeneratedCodeInBytes, PJRT_Executable_GetCostAnalysis,
  PJRT_Executable_OutputMemoryKinds, PJRT_Executable_OptimizedProgram, PJRT_Executable_Serialize,
  PJRT_LoadedExecutable_Destroy, PJRT_LoadedExecutable_GetExecutable, PJRT_LoadedExecutable_AddressableDevices,
  PJRT_LoadedExecutable_Delete, PJRT_LoadedExecutable_IsDeleted, PJRT_LoadedExecutable_Execute,
  PJRT_Executable_DeserializeAndLoad,
  PJRT_LoadedExecutable_Fingerprint,
  PJRT_Buffer_Destroy, PJRT_Buffer_ElementType, PJRT_Buffer_Dimensions, PJRT_Buffer_UnpaddedDimensions,
  PJRT_Buffer_DynamicDimensionIndices, PJRT_Buffer_GetMemoryLayout, PJRT_Buffer_OnDeviceSizeInBytes, PJRT_Buffer_Device,
  PJRT_Buffer_Memory, PJRT_Buffer_Delete, PJRT_Buffer_IsDeleted, PJRT_Buffer_CopyToDevice, PJRT_Buffer_ToHostBuffer,
  PJRT_Buffer_IsOnCpu, PJRT_Buffer_ReadyEvent, PJRT_Buffer_UnsafePointer, PJRT_Buffer_IncreaseExternalReferenceCount,
  PJRT_Buffer_DecreaseExternalReferenceCount, PJRT_Buffer_OpaqueDeviceMemoryDataPointer,
  PJRT_CopyToDeviceStream_Destroy, PJRT_CopyToDeviceStream_AddChunk, PJRT_CopyToDeviceStream_TotalBytes,
  PJRT_CopyToDeviceStream_GranuleSize, PJRT_CopyToDeviceStream_CurrentBytes,
  PJRT_TopologyDescription_Create, PJRT_TopologyDescription_Destroy, PJRT_TopologyDescription_PlatformName,
  PJRT_TopologyDescription_PlatformVersion, PJRT_TopologyDescription_GetDeviceDescriptions,
  PJRT_TopologyDescription_Serialize, PJRT_TopologyDescription_Attributes,
  PJRT_Compile,
  PJRT_Executable_OutputElementTypes, PJRT_Executable_OutputDimensions,
  PJRT_Buffer_CopyToMemory,
  PJRT_Client_CreateViewOfDeviceBuffer,
  PJRT_Executable_Fingerprint,
  PJRT_Client_TopologyDescription,
  PJRT_Executable_GetCompiledMemoryStats,
} PJRT_Function;

// Errors.

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Error *error;
} PJRT_Error_Destroy_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  const PJRT_Error *error;
  const char *message;  // out, lives as long as the error
  size_t message_size;  // out
} PJRT_Error_Message_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  const PJRT_Error *error;
  int code;  // out: a code of abseil's statuses, 1 to 16
} PJRT_Error_GetCode_Args;

// Values with names: options of a client, attributes of a plug-in.

typedef enum {
  PJRT_NamedValue_kString = 0,
  PJRT_NamedValue_kInt64,
  PJRT_NamedValue_kInt64List,
  PJRT_NamedValue_kFloat,
  PJRT_NamedValue_kBool,
} PJRT_NamedValue_Type;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  const char *name;
  size_t name_size;
  PJRT_NamedValue_Type type;
  union {
    const char *string_value;
    int64_t int64_value;
    const int64_t *int64_array_value;
    float float_value;
    bool bool_value;
  };
  size_t value_size;  // bytes of a text, elements of a list, else 1
} PJRT_NamedValue;

// The plug-in.

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
} PJRT_Plugin_Initialize_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  const PJRT_NamedValue *attributes;  // out, lives as long as the process
  size_t num_attributes;              // out
} PJRT_Plugin_Attributes_Args;

// Events: work that has been started.

typedef struct PJRT_Event PJRT_Event;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Event *event;
} PJRT_Event_Destroy_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Event *event;
} PJRT_Event_Await_Args;

// The client: a plug-in at work on its devices.

typedef struct PJRT_Client PJRT_Client;
typedef struct PJRT_Device PJRT_Device;
typedef struct PJRT_DeviceDescription PJRT_DeviceDescription;
typedef struct PJRT_Memory PJRT_Memory;
typedef struct PJRT_Buffer PJRT_Buffer;
typedef struct PJRT_Executable PJRT_Executable;
typedef struct PJRT_LoadedExecutable PJRT_LoadedExecutable;
typedef struct PJRT_TopologyDescription PJRT_TopologyDescription;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  const PJRT_NamedValue *create_options;
  size_t num_options;
  // Through these the clients of several processes find each other; NULL for one process.
  PJRT_Call kv_get_callback;
  void *kv_get_user_arg;
  PJRT_Call kv_put_callback;
  void *kv_put_user_arg;
  PJRT_Client *client;  // out
  PJRT_Call kv_try_get_callback;
  void *kv_try_get_user_arg;
} PJRT_Client_Create_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Client *client;
} PJRT_Client_Destroy_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Client *client;
  const char *platform_name;  // out, lives as long as the client
  size_t platform_name_size;  // out
} PJRT_Client_PlatformName_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Client *client;
  const char *platform_version;  // out, lives as long as the client
  size_t platform_version_size;  // out
} PJRT_Client_PlatformVersion_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Client *client;
  PJRT_Device *const *addressable_devices;  // out, lives as long as the client
  size_t num_addressable_devices;           // out
} PJRT_Client_AddressableDevices_Args;

// Devices.

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Device *device;
  PJRT_DeviceDescription *device_description;  // out
} PJRT_Device_GetDescription_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_DeviceDescription *device_description;
  int id;  // out
} PJRT_DeviceDescription_Id_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_DeviceDescription *device_description;
  const char *device_kind;  // out, lives as long as the device
  size_t device_kind_size;  // out
} PJRT_DeviceDescription_Kind_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Device *device;
  // All that follows is handed out. A value counts where the flag behind it is set.
  int64_t bytes_in_use;
  int64_t peak_bytes_in_use;
  bool peak_bytes_in_use_is_set;
  int64_t num_allocs;
  bool num_allocs_is_set;
  int64_t largest_alloc_size;
  bool largest_alloc_size_is_set;
  int64_t bytes_limit;
  bool bytes_limit_is_set;
  int64_t bytes_reserved;
  bool bytes_reserved_is_set;
  int64_t peak_bytes_reserved;
  bool peak_bytes_reserved_is_set;
  int64_t bytes_reservable_limit;
  bool bytes_reservable_limit_is_set;
  int64_t largest_free_block_bytes;
  bool largest_free_block_bytes_is_set;
  int64_t pool_bytes;
  bool pool_bytes_is_set;
  int64_t peak_pool_bytes;
  bool peak_pool_bytes_is_set;
} PJRT_Device_MemoryStats_Args;

// Buffers.

/// The types of elements that are used; the numbers between are those of others.
typedef enum {
  PJRT_Buffer_Type_PRED = 1,
  PJRT_Buffer_Type_S32 = 4,
  PJRT_Buffer_Type_S64 = 5,
  PJRT_Buffer_Type_U8 = 6,
  PJRT_Buffer_Type_U32 = 8,
  PJRT_Buffer_Type_U64 = 9,
  PJRT_Buffer_Type_F32 = 11,
  PJRT_Buffer_Type_BF16 = 13,
} PJRT_Buffer_Type;

/// What the plug-in may count on about bytes that it is given.
typedef enum {
  /// They are the caller's again when the call returns.
  PJRT_HostBufferSemantics_kImmutableOnlyDuringCall = 0,
  /// They stay as they are until the event of the transfer.
  PJRT_HostBufferSemantics_kImmutableUntilTransferCompletes = 1,
} PJRT_HostBufferSemantics;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  const int64_t *minor_to_major;
  size_t minor_to_major_size;
  const int64_t *tile_dims;
  const size_t *tile_dim_sizes;
  size_t num_tiles;
} PJRT_Buffer_MemoryLayout_Tiled;

typedef enum {
  PJRT_Buffer_MemoryLayout_Type_Tiled = 0,
} PJRT_Buffer_MemoryLayout_Type;

/// The order of a buffer's dimensions in memory. The published struct may hold strides in place of `tiled`, which are shorter.
typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Buffer_MemoryLayout_Tiled tiled;
  PJRT_Buffer_MemoryLayout_Type type;
} PJRT_Buffer_MemoryLayout;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Client *client;
  const void *data;
  PJRT_Buffer_Type type;
  const int64_t *dims;
  size_t num_dims;
  const int64_t *byte_strides;  // NULL: row-major
  size_t num_byte_strides;
  PJRT_HostBufferSemantics host_buffer_semantics;
  PJRT_Device *device;
  PJRT_Memory *memory;                      // NULL: the device's own
  PJRT_Buffer_MemoryLayout *device_layout;  // NULL: the device's usual one
  PJRT_Event *done_with_host_buffer;        // out
  PJRT_Buffer *buffer;                      // out
} PJRT_Client_BufferFromHostBuffer_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Buffer *buffer;
} PJRT_Buffer_Destroy_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Buffer *buffer;
  PJRT_Buffer_Type type;  // out
} PJRT_Buffer_ElementType_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Buffer *buffer;
  const int64_t *dims;  // out, lives as long as the buffer
  size_t num_dims;      // out
} PJRT_Buffer_Dimensions_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Buffer *buffer;
  bool is_deleted;  // out
} PJRT_Buffer_IsDeleted_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Buffer *src;
  PJRT_Buffer_MemoryLayout *host_layout;  // NULL: that of the device
  void *dst;
  size_t dst_size;
  PJRT_Event *event;  // out
} PJRT_Buffer_ToHostBuffer_Args;

// Programs.

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  char *code;
  size_t code_size;
  const char *format;  // "mlir" for StableHLO
  size_t format_size;
} PJRT_Program;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Client *client;
  const PJRT_Program *program;
  const char *compile_options;  // a CompileOptionsProto
  size_t compile_options_size;
  PJRT_LoadedExecutable *executable;  // out
} PJRT_Client_Compile_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Executable *executable;
} PJRT_Executable_Destroy_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_LoadedExecutable *executable;
} PJRT_LoadedExecutable_Destroy_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_LoadedExecutable *loaded_executable;
  PJRT_Executable *executable;  // out, the caller's
} PJRT_LoadedExecutable_GetExecutable_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Executable *executable;
  size_t num_outputs;  // out
} PJRT_Executable_NumOutputs_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Executable *executable;
  // All that follows is handed out, in bytes; of a device first, then of the host.
  int64_t generated_code_size_in_bytes;
  int64_t argument_size_in_bytes;
  int64_t output_size_in_bytes;
  int64_t alias_size_in_bytes;
  int64_t temp_size_in_bytes;
  int64_t host_generated_code_size_in_bytes;
  int64_t host_argument_size_in_bytes;
  int64_t host_output_size_in_bytes;
  int64_t host_alias_size_in_bytes;
  int64_t host_temp_size_in_bytes;
  int64_t peak_memory_in_bytes;
} PJRT_Executable_GetCompiledMemoryStats_Args;

typedef struct PJRT_SerializedExecutable PJRT_SerializedExecutable;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  const PJRT_Executable *executable;
  const char *serialized_bytes;                      // out, lives as long as what follows
  size_t serialized_bytes_size;                      // out
  PJRT_SerializedExecutable *serialized_executable;  // out
  void (*serialized_executable_deleter)(PJRT_SerializedExecutable *);  // out
} PJRT_Executable_Serialize_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_Client *client;
  const char *serialized_executable;
  size_t serialized_executable_size;
  PJRT_LoadedExecutable *loaded_executable;  // out
  const char *overridden_serialized_compile_options;
  size_t overridden_serialized_compile_options_size;
} PJRT_Executable_DeserializeAndLoad_Args;

// Execution.

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  void *send_callbacks;
  void *recv_callbacks;
  size_t num_send_ops;
  size_t num_recv_ops;
  int launch_id;
  const int64_t *non_donatable_input_indices;
  size_t num_non_donatable_input_indices;
  void *context;
  const char *call_location;
  size_t num_tasks;
  int *task_ids;
  int64_t *incarnation_ids;
} PJRT_ExecuteOptions;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_LoadedExecutable *executable;
  PJRT_ExecuteOptions *options;
  PJRT_Buffer *const *const *argument_lists;  // for each device, its arguments
  size_t num_devices;
  size_t num_args;
  PJRT_Buffer **const *output_lists;    // for each device, room for its results
  PJRT_Event **device_complete_events;  // room for an event for each device, or NULL
  PJRT_Device *execute_device;          // NULL: the devices that the program was compiled for
} PJRT_LoadedExecutable_Execute_Args;

// Compiling for devices that are not here.

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  const char *topology_name;
  size_t topology_name_size;
  const PJRT_NamedValue *create_options;
  size_t num_options;
  PJRT_TopologyDescription *topology;  // out
} PJRT_TopologyDescription_Create_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  PJRT_TopologyDescription *topology;
} PJRT_TopologyDescription_Destroy_Args;

typedef struct {
  size_t struct_size;
  PJRT_Extension_Base *extension_start;
  const PJRT_TopologyDescription *topology;
  const PJRT_Program *program;
  const char *compile_options;
  size_t compile_options_size;
  PJRT_Client *client;          // optional
  PJRT_Executable *executable;  // out
} PJRT_Compile_Args;

#endif
