package cellwarden.protocol.register;

/// What a register holds, decoded.
public sealed interface RegisterValue
    permits BasicInfo,
        CellVoltages,
        ConfigurationValue,
        DeviceText,
        ErrorCounts,
        HardwareVersion,
        ParameterBlock {}
