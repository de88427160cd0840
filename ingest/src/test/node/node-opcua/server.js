"use strict";
/*
 * A small plant behind node-opcua: what ingest's tests need of a server that shares no code with the client.
 *
 *   node server.js {"port": 4840, "folder": "/tmp/x", ...}
 *
 * One JSON object a line comes in on stdin and is answered by one on stdout:
 *   {"node": "press1/Good", "type": "Int32", "value": 7, "time": 1700000000000, "status": "Good"}   a value; the node is made if new
 *                                                       (of the data type "dataType", if that is another)
 *   {"counts": "ProdProcessedCount", "values": [{"count": 1, "accCount": 2}]}                        structures of PackML
 *   {"reason": {"id": 4, "message": "JAM"}}                                                          a structure of PackML
 */
const readline = require("readline");
const path = require("path");
const opcua = require("node-opcua");

const options = JSON.parse(process.argv[2]);
const PLANT = "urn:foreign:plant";
const PACKML = "http://opcfoundation.org/UA/PackML/";

function say(what) {
    process.stdout.write(JSON.stringify(what) + "\n");
}

class Plant {
    constructor(addressSpace) {
        this.addressSpace = addressSpace;
        // Namespaces get their numbers in the order they are registered: with others before it the plant's is another.
        for (let i = 0; i < (options.namespacesBefore || 0); i++) {
            addressSpace.registerNamespace("urn:foreign:other:" + i);
        }
        this.namespace = addressSpace.registerNamespace(PLANT);
        this.folder = this.namespace.addFolder(addressSpace.rootFolder.objects, { browseName: "Plant", nodeId: "s=Plant" });
        this.variables = new Map();
        if (options.packML) {
            this.machine = this.packMachine();
        }
    }

    set({ node, type, dataType: described, value, time, status }) {
        const dataType = opcua.DataType[type];
        const variant = Array.isArray(value)
            ? { dataType, arrayType: opcua.VariantArrayType.Array, value }
            : { dataType, value };
        let variable = this.variables.get(node);
        if (!variable) {
            variable = this.namespace.addVariable({
                componentOf: this.folder,
                nodeId: "s=" + node,
                browseName: node,
                dataType: described || type,
                valueRank: Array.isArray(value) ? 1 : -1,
                minimumSamplingInterval: 10,
            });
            this.variables.set(node, variable);
            if (options.history) {
                this.addressSpace.installHistoricalDataNode(variable, { maxOnlineValues: 1000 });
            }
        }
        variable.setValueFromSource(variant, opcua.StatusCodes[status || "Good"], time ? new Date(time) : new Date());
    }

    packMachine() {
        const index = this.addressSpace.getNamespaceIndex(PACKML);
        const type = this.addressSpace.findObjectType("PackMLBaseObjectType", index);
        return type.instantiate({
            browseName: "Packer",
            organizedBy: this.folder,
            namespace: this.namespace,
            optionals: [
                "Admin.ProdProcessedCount",
                "Admin.ProdDefectiveCount",
                "Admin.StopReason",
                "Status.UnitModeCurrent",
                "Status.MaterialInterlock",
            ],
        });
    }

    structure(name, fields) {
        const index = this.addressSpace.getNamespaceIndex(PACKML);
        return this.addressSpace.constructExtensionObject(this.addressSpace.findDataType(name, index), fields);
    }

    admin(name) {
        return this.machine.getChildByName("Admin").getChildByName(name);
    }

    counts({ counts, values }) {
        this.admin(counts).setValueFromSource({
            dataType: opcua.DataType.ExtensionObject,
            arrayType: opcua.VariantArrayType.Array,
            value: values.map((each) => this.structure("PackMLCountDataType", each)),
        });
    }

    reason({ reason }) {
        this.admin("StopReason").setValueFromSource({
            dataType: opcua.DataType.ExtensionObject,
            value: this.structure("PackMLAlarmDataType", reason),
        });
    }

    told(line) {
        if (line.counts) {
            this.counts(line);
        } else if (line.reason) {
            this.reason(line);
        } else {
            this.set(line);
        }
    }
}

async function main() {
    const certificates = new opcua.OPCUACertificateManager({
        automaticallyAcceptUnknownCertificate: true,
        rootFolder: path.join(options.folder, "pki"),
    });
    await certificates.initialize();
    const server = new opcua.OPCUAServer({
        port: options.port,
        host: "127.0.0.1",
        hostname: "127.0.0.1",
        resourcePath: "/plant",
        serverInfo: { applicationUri: "urn:foreign:server" },
        serverCertificateManager: certificates,
        userCertificateManager: certificates,
        certificateFile: path.join(options.folder, "server.pem"),
        allowAnonymous: false,
        userManager: { isValidUser: (user, word) => user === "gateway" && word === "open sesame" },
        nodeset_filename: options.packML
            ? [opcua.nodesets.standard, opcua.nodesets.di, opcua.nodesets.packML]
            : [opcua.nodesets.standard],
    });
    await server.initialize();
    const plant = new Plant(server.engine.addressSpace);
    for (const line of options.values || []) {
        plant.told(line);
    }
    await server.start();
    readline.createInterface({ input: process.stdin }).on("line", (text) => {
        try {
            plant.told(JSON.parse(text));
            say({ done: true });
        } catch (failure) {
            say({ failure: failure.message });
        }
    });
    say({ ready: true });
}

main().catch((failure) => {
    say({ failure: failure.stack });
    process.exit(1);
});
