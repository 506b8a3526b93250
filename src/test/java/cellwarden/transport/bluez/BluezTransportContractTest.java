package cellwarden.transport.bluez;

import cellwarden.testing.Answers;
import cellwarden.testing.Reply;
import cellwarden.transport.Transport;
import cellwarden.transport.TransportContract;
import java.util.Arrays;
import org.junit.jupiter.api.extension.RegisterExtension;

final class BluezTransportContractTest implements TransportContract {

  @RegisterExtension private final BluezLab lab = new BluezLab();

  @Override
  public Transport toBms() {
    return lab.transport();
  }

  @Override
  public Transport toBmsThatHangsUp() {
    lab.battery().answering(_ -> Reply.of(Arrays.copyOf(Answers.cells(), 5)).thenLost());
    return lab.transport();
  }

  @Override
  public Transport toNothing() {
    lab.battery().onAir(false);
    return lab.transport();
  }

  @Override
  public Transport toNowhere() {
    lab.battery().with(FakeFault.CONNECT_HANGS);
    return lab.transport();
  }

  @Override
  public String address() {
    return BluezLab.ADDRESS.toString();
  }
}
