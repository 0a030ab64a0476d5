"""What all pages share: requests, fragments, formats, middleware, workbooks' sheets, PDF."""
