package cellwarden.transport.bluez;

import cellwarden.testing.Answers;
import cellwarden.testing.Reply;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportContract;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class BluezTransportContractTest implements TransportContract {

  @TempDir Path folder;
  private BluezLab lab;
  private FakeBattery battery;

  @BeforeEach
  void openLab() throws Exception {
    lab = BluezLab.open(folder);
    battery = lab.bluez().battery(BluezLab.MAC);
  }

  @AfterEach
  void closeLab() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  @Override
  public Transport toBms() {
    return lab.transport();
  }

  @Override
  public Transport toBmsThatHangsUp() {
    battery.answering(_ -> Reply.of(Arrays.copyOf(Answers.cells(), 5)).thenLost());
    return lab.transport();
  }

  @Override
  public Transport toNothing() {
    battery.onAir(false);
    return lab.transport();
  }

  @Override
  public Transport toNowhere() {
    battery.with(FakeFault.CONNECT_HANGS);
    return lab.transport();
  }

  @Override
  public String address() {
    return BluezLab.ADDRESS.toString();
  }
}
