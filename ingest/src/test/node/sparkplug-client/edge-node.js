'use strict';

// Edge node Berlin/line2 with device mill1. Started with the URL of an MQTT server and steered by words on standard input, a line each:
// count, device-death, device-birth.

const readline = require('readline');
const sparkplug = require('sparkplug-client');

const client = sparkplug.newClient({
  serverUrl: process.argv[2],
  username: 'edge',
  password: 'edge',
  groupId: 'Berlin',
  edgeNode: 'line2',
  clientId: 'sparkplug-client',
  version: 'spBv1.0',
  keepalive: 5,
});
let good = 100;

function nodeBirth() {
  client.publishNodeBirth({
    timestamp: Date.now(),
    metrics: [{ name: 'Node Control/Rebirth', type: 'Boolean', value: false }],
  });
}

function deviceBirth() {
  const timestamp = Date.now();
  client.publishDeviceBirth('mill1', {
    timestamp,
    metrics: [
      { name: 'State', alias: 1, type: 'Int32', value: 6, timestamp, properties: { Quality: { type: 'Int32', value: 192 } } },
      { name: 'StopReason', alias: 2, type: 'String', value: '', timestamp },
      { name: 'Good', alias: 3, type: 'UInt64', value: good, timestamp },
      { name: 'Order', alias: 4, type: 'String', value: '1002/0010', timestamp },
      { name: 'Recipe', alias: 5, type: 'Bytes', value: Buffer.from([0, 1, 2, 255]), timestamp },
      {
        name: 'Tools',
        alias: 6,
        type: 'DataSet',
        timestamp,
        value: { numOfColumns: 2, types: ['Int32', 'String'], columns: ['slot', 'tool'], rows: [[1, 'drill'], [2, 'saw']] },
      },
      {
        name: 'Spindle',
        alias: 7,
        type: 'Template',
        timestamp,
        value: {
          isDefinition: false,
          templateRef: 'Motor',
          version: '1',
          metrics: [{ name: 'Speed', type: 'Double', value: 1500.5 }],
          parameters: [{ name: 'Maker', type: 'String', value: 'X' }],
        },
      },
    ],
  });
}

client.on('birth', () => {
  nodeBirth();
  deviceBirth();
});

client.on('ncmd', (command) => {
  if (command.metrics.some((metric) => metric.name === 'Node Control/Rebirth' && metric.value === true)) {
    nodeBirth();
    deviceBirth();
  }
});

const words = {
  count() {
    good += 1;
    const timestamp = Date.now();
    client.publishDeviceData('mill1', { timestamp, metrics: [{ alias: 3, type: 'UInt64', value: good, timestamp }] });
  },
  'device-death'() {
    client.publishDeviceDeath('mill1', { timestamp: Date.now() });
  },
  'device-birth': deviceBirth,
};

readline.createInterface({ input: process.stdin }).on('line', (word) => words[word]()).on('close', () => process.exit(0));
