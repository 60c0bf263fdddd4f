"""What the files and folders of a transfer package are called (档发〔2012〕7号, annex 2)."""

from __future__ import annotations

from typing import Final

NOTES: Final = "说明文件.TXT"
CATALOGUE: Final = "文件目录.XML"
RECORDS: Final = "电子档案"
OTHER: Final = "其他"
METADATA: Final = "元数据.xml"
SCHEMAS: Final = f"{OTHER}/XML模式"
DIGESTS: Final = f"{OTHER}/数字摘要.TXT"
FAILURES: Final = f"{OTHER}/未打包清单.TXT"
REPORT_XML: Final = f"{OTHER}/检测报告.XML"
REPORT_TEXT: Final = f"{OTHER}/检测报告.TXT"
UNKNOWN_DATE: Final = "不详"
EEP_NAMESPACE: Final = "http://www.saac.gov.cn/standards/ERM/encapsulation"
"""DA/T 48-2009, annex A."""
METADATA_NAMESPACE: Final = "urn:gaixml:transfer:metadata:1"
"""gaixml's own: DA/T 46-2009 defines elements, but no XML for them."""
REPORT_NAMESPACE: Final = "urn:gaixml:transfer:report:1"
