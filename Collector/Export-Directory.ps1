<#
.SYNOPSIS
Writes the directory of people, rooms and groups that calfold reads with --directory.

.DESCRIPTION
No PowerShell runs on the machines where calfold is built: this script was checked against the documentation only
(docs/collecting.md). Look at the file before you use it.

Runs in an Exchange Online session (Connect-ExchangeOnline) and in the Exchange Management Shell: Get-Recipient has the same properties in
both. The legacy names among the addresses (X500:) bring the names in logs back to a person; the legacy name that a mailbox has now comes
from Get-Mailbox. It knows no secret and writes none, but the file names people: keep it beside the key, not in the inbox.

.EXAMPLE
./Export-Directory.ps1 -Path D:\calfold\directory.csv
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Path,
    # An OPATH filter of Get-Recipient; everybody without one. Whoever is left out keeps no manager and no kind.
    [string] $RecipientFilter
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'Collector.psm1') -Force

$columns = @(
    'PrimarySmtpAddress', 'EmailAddresses', 'LegacyExchangeDN', 'DisplayName', 'RecipientTypeDetails', 'Manager', 'Department',
    'DistinguishedName', 'Name', 'Alias'
)

# Get-Recipient does not give the current legacy name; Get-Mailbox does.
$legacyNames = @{}
foreach ($mailbox in Invoke-Patiently { Get-Mailbox -ResultSize Unlimited }) {
    $legacyNames[[string] $mailbox.Guid] = [string] $mailbox.LegacyExchangeDN
}

$select = @{ ResultSize = 'Unlimited' }
if ($RecipientFilter) { $select.Filter = $RecipientFilter }
$recipients = @(Invoke-Patiently { Get-Recipient @select | Sort-Object { [string] $_.PrimarySmtpAddress } })
$rows = @(foreach ($recipient in $recipients) {
        $row = ConvertTo-ExportRow $recipient $columns
        $row.LegacyExchangeDN = [string] $legacyNames[[string] $recipient.Guid]
        $row
    })
Write-ExportFile $rows $columns $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
