/** What has been told to the ERP, and how the difference to what is true becomes confirmations. */
@NullMarked
package io.millrace.core.ledger;

import org.jspecify.annotations.NullMarked;
