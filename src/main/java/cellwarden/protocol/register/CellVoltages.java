package cellwarden.protocol.register;

import cellwarden.protocol.MalformedPayloadException;
import cellwarden.protocol.Payload;
import cellwarden.protocol.PayloadReader;
import cellwarden.protocol.PayloadWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Register 04: the voltage of each cell.
///
/// A cell at 0 mV is real (a broken sense wire or a dead cell) and safety relevant; it is kept.
///
/// @param millivolts one number for each cell in order, 1 to 32 of them, 0 to 65535 each
public record CellVoltages(List<Integer> millivolts) implements RegisterValue {

  public static final Register<CellVoltages> REGISTER =
      new Register<>(0x04, "cell voltages", CellVoltages::decode);

  private static final int MAX_CELLS = 32;
  private static final double MILLI = 1000.0;

  public CellVoltages {
    millivolts = List.copyOf(millivolts);
  }

  private static CellVoltages decode(Payload payload) throws MalformedPayloadException {
    int cells = payload.length() / 2;
    if (payload.length() % 2 != 0 || cells < 1 || cells > MAX_CELLS) {
      throw new MalformedPayloadException(
          "cell voltages need two bytes for each of 1 to 32 cells, the payload has "
              + payload.length());
    }
    PayloadReader in = new PayloadReader(payload);
    List<Integer> millivolts = new ArrayList<>(cells);
    while (in.remaining() > 0) {
      millivolts.add(in.u16());
    }
    return new CellVoltages(millivolts);
  }

  /// The payload that a device with these cells sends.
  ///
  /// @throws IllegalArgumentException if a voltage does not fit its field
  public Payload encode() {
    PayloadWriter out = new PayloadWriter();
    millivolts.forEach(out::u16);
    return out.toPayload();
  }

  public int count() {
    return millivolts.size();
  }

  /// The voltage of each cell, V.
  public List<Double> volts() {
    return millivolts.stream().map(cell -> cell / MILLI).toList();
  }

  /// The lowest voltage, V.
  public double min() {
    return Collections.min(millivolts) / MILLI;
  }

  /// The highest voltage, V.
  public double max() {
    return Collections.max(millivolts) / MILLI;
  }

  /// Highest minus lowest, V.
  public double delta() {
    return (Collections.max(millivolts) - Collections.min(millivolts)) / MILLI;
  }

  /// The mean, V, rounded to 0.0001.
  public double average() {
    return Math.round(sumMillivolts() * 10.0 / count()) / (MILLI * 10);
  }

  /// All cells together, V.
  public double sum() {
    return sumMillivolts() / MILLI;
  }

  /// The lowest cell, from 1; of several the first.
  public int minNumber() {
    return millivolts.indexOf(Collections.min(millivolts)) + 1;
  }

  /// The highest cell, from 1; of several the first.
  public int maxNumber() {
    return millivolts.indexOf(Collections.max(millivolts)) + 1;
  }

  private int sumMillivolts() {
    return millivolts.stream().mapToInt(Integer::intValue).sum();
  }
}
