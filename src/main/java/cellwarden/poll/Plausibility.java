package cellwarden.poll;

import cellwarden.protocol.BasicInfo;
import cellwarden.protocol.CellVoltages;
import java.util.ArrayList;
import java.util.List;

/// Values that contradict each other: one of them is wrong, though each frame was valid.
final class Plausibility {

  /// How far the pack voltage may be off the sum of the cells, as a share of that sum.
  private static final double VOLTAGE_TOLERANCE = 0.02;

  private Plausibility() {}

  /// The fields of the sample that are in doubt; empty when everything agrees.
  static List<String> suspects(BasicInfo basic, CellVoltages cells) {
    List<String> suspects = new ArrayList<>();
    double sum = cells.sum();
    if (Math.abs(basic.voltage() - sum) > VOLTAGE_TOLERANCE * sum) {
      suspects.add("voltage");
    }
    if (basic.cellCount() != cells.count()) {
      suspects.add("cells");
    }
    return List.copyOf(suspects);
  }
}
