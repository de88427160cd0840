// Node-RED without its editor, with a Kafka producer for the flow's function node; it ends when its standard input does.
const { Kafka, Partitioners, logLevel } = require("kafkajs");

const kafka = new Kafka({
  clientId: `rival-${process.env.RIVAL_TURN}`,
  brokers: [process.env.RIVAL_KAFKA],
  logLevel: logLevel.ERROR,
});
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
const connected = producer.connect();
connected.catch((e) => {
  console.error(e);
  process.exit(1);
});

process.stdin.on("end", () => producer.disconnect().finally(() => process.exit(0)));
process.stdin.resume();

module.exports = {
  userDir: process.env.RIVAL_DATA,
  flowFile: `${__dirname}/flow.json`,
  credentialSecret: false,
  httpAdminRoot: false,
  httpNodeRoot: false,
  telemetry: { enabled: false },
  diagnostics: { enabled: false },
  logging: { console: { level: "warn", metrics: false, audit: false } },
  functionGlobalContext: {
    producer,
    ready: () => connected.then(() => console.log("ready")),
  },
};
