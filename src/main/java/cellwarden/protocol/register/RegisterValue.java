package cellwarden.protocol.register;

/// What a register holds, decoded.
public sealed interface RegisterValue
    permits BasicInfo,
        BoardClock,
        CellVoltages,
        ConfigurationValue,
        DeviceText,
        ErrorCounts,
        EventLog,
        HardwareVersion,
        ParameterBlock {}
