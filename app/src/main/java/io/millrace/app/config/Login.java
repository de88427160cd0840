package io.millrace.app.config;

import io.millrace.app.yaml.Secret;

/** A user name and its password. */
public record Login(Secret username, Secret password) {}
