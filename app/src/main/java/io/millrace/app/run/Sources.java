package io.millrace.app.run;

import io.millrace.app.config.Login;
import io.millrace.app.config.SourceSettings;
import io.millrace.ingest.gateway.SourceFactory;
import io.millrace.ingest.http.HttpConfig;
import io.millrace.ingest.http.HttpSource;
import io.millrace.ingest.json.JsonLimits;
import io.millrace.ingest.mqtt.MqttAccess;
import io.millrace.ingest.mqtt.MqttJsonConfig;
import io.millrace.ingest.mqtt.MqttJsonSource;
import io.millrace.ingest.opcua.OpcUaConfig;
import io.millrace.ingest.opcua.OpcUaSource;
import io.millrace.ingest.opcua.OpcUaUser;
import io.millrace.ingest.shdr.tcp.ShdrTcpConfig;
import io.millrace.ingest.shdr.tcp.ShdrTcpSource;
import io.millrace.ingest.sparkplug.MqttServer;
import io.millrace.ingest.sparkplug.SparkplugConfig;
import io.millrace.ingest.sparkplug.SparkplugHost;
import io.millrace.ingest.sparkplug.SparkplugMachine;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Makes the configured sources. */
public final class Sources {
    private static final int MQTT_PORT = 1883;
    private static final int MQTT_TLS_PORT = 8883;

    private Sources() {}

    static SourceFactory factory(final SourceSettings settings) {
        if (settings instanceof SourceSettings.MqttJson json) {
            final MqttJsonConfig config = mqttJson(json);
            return new SourceFactory(json.name(), json, context -> new MqttJsonSource(config, context));
        } else if (settings instanceof SourceSettings.Sparkplug sparkplug) {
            final SparkplugConfig config = sparkplug(sparkplug);
            return new SourceFactory(sparkplug.name(), sparkplug, context -> new SparkplugHost(config, context));
        } else if (settings instanceof SourceSettings.OpcUa opcUa) {
            final OpcUaConfig config = opcUa(opcUa);
            return new SourceFactory(opcUa.name(), opcUa, context -> new OpcUaSource(config, context));
        } else if (settings instanceof SourceSettings.Http http) {
            final HttpConfig config = http(http);
            return new SourceFactory(http.name(), http, context -> new HttpSource(config, context));
        } else if (settings instanceof SourceSettings.ShdrTcp shdr) {
            final ShdrTcpConfig config = shdrTcp(shdr);
            return new SourceFactory(shdr.name(), shdr, context -> new ShdrTcpSource(config, context));
        }
        throw new IllegalStateException("no source for " + settings.getClass());
    }

    /** How a source is configured that hears JSON over MQTT. */
    public static MqttJsonConfig mqttJson(final SourceSettings.MqttJson settings) {
        return new MqttJsonConfig(
                settings.name(),
                new MqttAccess(
                        settings.url().getHost(),
                        mqttPort(settings.url()),
                        settings.version(),
                        settings.tls(),
                        username(settings.login()),
                        password(settings.login())),
                settings.clientId(),
                settings.topics(),
                settings.qos(),
                settings.sessionExpiry().toSeconds(),
                settings.receiveMaximum(),
                settings.mappings(),
                JsonLimits.DEFAULT);
    }

    private static SparkplugConfig sparkplug(final SourceSettings.Sparkplug settings) {
        return new SparkplugConfig(
                settings.name(),
                settings.urls().stream()
                        .map(url -> new MqttServer(url.getHost(), mqttPort(url), settings.tls()))
                        .toList(),
                settings.mqttVersion(),
                username(settings.login()),
                password(settings.login()),
                settings.clientId(),
                settings.hostId(),
                settings.groups(),
                settings.reorderTimeout().toMillis(),
                settings.machines().stream()
                        .map(device -> new SparkplugMachine(deviceKey(device), device.signals()))
                        .toList());
    }

    private static String deviceKey(final SourceSettings.Device device) {
        final String node = device.group() + "/" + device.node();
        return device.device().isEmpty() ? node : node + "/" + device.device();
    }

    private static OpcUaConfig opcUa(final SourceSettings.OpcUa settings) {
        return new OpcUaConfig(
                settings.name(),
                settings.url().toString(),
                OpcUaConfig.Security.valueOf(settings.security().name()),
                settings.policy() == SourceSettings.Policy.NONE
                        ? OpcUaConfig.Policy.BASIC256_SHA256
                        : OpcUaConfig.Policy.of(settings.policy().uriName()),
                user(settings),
                settings.pki(),
                (int) settings.publishingInterval().toMillis(),
                settings.monitoring(),
                settings.exceptions(),
                settings.history().toMillis(),
                settings.machines());
    }

    private static OpcUaUser user(final SourceSettings.OpcUa settings) {
        if (settings.login() != null) {
            return new OpcUaUser.Named(
                    settings.login().username().reveal(),
                    settings.login().password().reveal());
        }
        return settings.userCertificate() == null ? new OpcUaUser.Anonymous() : settings.userCertificate();
    }

    private static ShdrTcpConfig shdrTcp(final SourceSettings.ShdrTcp settings) {
        return new ShdrTcpConfig(
                settings.name(),
                settings.address().host(),
                settings.address().port(),
                settings.machines(),
                settings.times(),
                settings.silence().toMillis(),
                settings.reconnect().toMillis(),
                ShdrTcpConfig.DEFAULT_LINE_BYTES);
    }

    private static HttpConfig http(final SourceSettings.Http settings) {
        return new HttpConfig(
                settings.name(),
                settings.listen().host(),
                settings.listen().port(),
                settings.token() == null ? null : settings.token().reveal(),
                settings.tls() == null ? null : settings.tls().identity(),
                settings.tls() == null ? null : settings.tls().clients(),
                settings.maxBodyBytes(),
                settings.maxEvents());
    }

    private static int mqttPort(final URI url) {
        if (url.getPort() > 0) {
            return url.getPort();
        }
        return isTls(url) ? MQTT_TLS_PORT : MQTT_PORT;
    }

    private static boolean isTls(final URI url) {
        return "mqtts".equals(url.getScheme());
    }

    private static @Nullable String username(final @Nullable Login login) {
        return login == null ? null : login.username().reveal();
    }

    private static @Nullable String password(final @Nullable Login login) {
        return login == null ? null : login.password().reveal();
    }
}
