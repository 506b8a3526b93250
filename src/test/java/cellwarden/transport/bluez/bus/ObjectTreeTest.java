package cellwarden.transport.bluez.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ObjectTreeTest {

  private static final Map<String, Map<String, Map<String, Object>>> ALL =
      Map.of("/org/bluez/hci0", Map.of(ObjectTree.ADAPTER, Map.of("Powered", true)));

  private final ObjectTree tree = new ObjectTree();

  @Test
  void takesTheAnswerOfThisBluetoothd() {
    assertThat(tree.complete(ALL, tree.generation())).isTrue();
    assertThat(tree.isComplete()).isTrue();
    assertThat(tree.below("/org/bluez", ObjectTree.ADAPTER)).containsExactly("/org/bluez/hci0");
  }

  /// Whoever asked must ask again: nothing is known now.
  @Test
  void takesNoAnswerOfAFormerBluetoothd() {
    long asked = tree.generation();
    tree.forget("bluetoothd ended");
    assertThat(tree.complete(ALL, asked)).isFalse();
    assertThat(tree.isComplete()).isFalse();
    assertThat(tree.below("/org/bluez", ObjectTree.ADAPTER)).isEmpty();
  }
}
